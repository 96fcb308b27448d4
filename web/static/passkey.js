// Asks the browser for a passkey and sends its answer with the form. Without this file everything else still works.
"use strict";

(() => {
  const bytes = (text) => Uint8Array.from(
    atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const keys = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));

  async function made(options) {
    const key = await navigator.credentials.create({ publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: keys(options.excludeCredentials),
    } });
    return { key, response: {
      clientDataJSON: text(key.response.clientDataJSON),
      attestationObject: text(key.response.attestationObject),
    } };
  }

  async function found(options) {
    const key = await navigator.credentials.get({ publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: keys(options.allowCredentials),
    } });
    return { key, response: {
      clientDataJSON: text(key.response.clientDataJSON),
      authenticatorData: text(key.response.authenticatorData),
      signature: text(key.response.signature),
      userHandle: key.response.userHandle ? text(key.response.userHandle) : null,
    } };
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const refused = document.getElementById("passkey-refused");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      refused.hidden = true;
      try {
        const ask = form.dataset.passkey === "make" ? made : found;
        const { key, response } = await ask(JSON.parse(form.dataset.options));
        form.elements.answer.value = JSON.stringify({
          id: key.id, rawId: text(key.rawId), type: key.type, response,
          clientExtensionResults: key.getClientExtensionResults(),
        });
        HTMLFormElement.prototype.submit.call(form);
      } catch {
        refused.hidden = false;
        refused.focus();
      }
    });
    if (window.PublicKeyCredential) {
      document.getElementById("passkey-form").hidden = false;
      document.getElementById("passkey-needs").hidden = true;
    }
  }
})();
