/* Draws boxes over a page with the mouse or the keyboard. The table of the form holds them; this only types. */
"use strict";
(() => {
  const sheet = document.getElementById("lembar");
  const list = document.getElementById("daftar");
  const layer = document.getElementById("kotak");
  const news = document.getElementById("kabar");
  if (!sheet || !list || !layer) return;
  const FULL = 1000;
  const STEP = 5;
  const LEAST = 4;
  const SIDES = ["x", "y", "w", "h"];
  const height = Number(list.dataset.height);
  const most = Number(list.dataset.most);
  const boxes = new Map();
  let article = "";

  const rows = () => Array.from(list.querySelectorAll("[data-box]"));
  const entry = (row, part) => document.getElementById(`marks-${row.dataset.box}-${part}`);
  const say = (text) => { news.textContent = text; };
  const within = (value, least, highest) => Math.min(Math.max(value, least), highest);
  const percent = (value) => (value / 10).toFixed(1).replace(/\.0$/, "").replace(".", list.dataset.separator);
  const thousandths = (text) => {
    const plain = text.trim().replace(",", ".");
    return /^\d{1,3}(\.\d{1,3})?$/.test(plain) ? Math.round(Number(plain) * 10) : null;
  };

  const read = (row) => {
    const found = SIDES.map((side) => thousandths(entry(row, side).value));
    if (found.includes(null) || entry(row, "remove").checked) return null;
    const [x, y, w, h] = found;
    return w > 0 && h > 0 && x + w <= FULL && y + h <= FULL ? { x, y, w, h } : null;
  };

  const type = (row, box) => {
    for (const side of SIDES) entry(row, side).value = box ? percent(box[side]) : "";
    row.hidden = !box;
    draw(row);
  };

  const isEmpty = (row) => SIDES.every((side) => entry(row, side).value.trim() === "");

  /* A row more, made of the last one: the form takes as many as a page may have. */
  const more = () => {
    const known = rows();
    if (known.length >= most) return null;
    const last = known[known.length - 1];
    const from = last.dataset.box;
    const number = String(Number(from) + 1);
    const made = last.cloneNode(true);
    made.dataset.box = number;
    for (const each of made.querySelectorAll("[id],[for],[name]")) {
      for (const name of ["id", "for", "name"]) {
        if (each.hasAttribute(name)) {
          each.setAttribute(name, each.getAttribute(name).replace(`marks-${from}-`, `marks-${number}-`));
        }
      }
    }
    made.querySelector("legend").textContent = `${list.dataset.name} ${number}`;
    for (const each of made.querySelectorAll("input")) {
      if (each.type === "checkbox") each.checked = false; else each.value = "";
    }
    made.querySelector("select").value = "";
    list.append(made);
    return made;
  };

  const shown = (row) => {
    if (boxes.has(row)) return boxes.get(row);
    const shape = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const look = { fill: "#000000", "fill-opacity": "0.55", stroke: "#d4351c", "stroke-width": "3" };
    for (const [name, value] of Object.entries(look)) shape.setAttribute(name, value);
    shape.setAttribute("tabindex", "0");
    shape.setAttribute("role", "button");
    shape.addEventListener("keydown", (event) => press(event, row));
    shape.addEventListener("focus", () => shape.setAttribute("stroke-width", "8"));
    shape.addEventListener("blur", () => shape.setAttribute("stroke-width", "3"));
    layer.append(shape);
    boxes.set(row, shape);
    return shape;
  };

  const draw = (row) => {
    const box = read(row);
    if (!box) {
      if (boxes.has(row)) boxes.get(row).remove();
      boxes.delete(row);
      return;
    }
    const shape = shown(row);
    shape.setAttribute("x", box.x);
    shape.setAttribute("y", (box.y * height) / FULL);
    shape.setAttribute("width", box.w);
    shape.setAttribute("height", (box.h * height) / FULL);
    const chosen = entry(row, "article");
    const ground = chosen.value ? chosen.selectedOptions[0].textContent : chosen.options[0].textContent;
    const place = SIDES.map((side) => `${percent(box[side])}%`).join(" ");
    shape.setAttribute("aria-label", `${list.dataset.name} ${row.dataset.box}: ${place}; ${ground}`);
  };

  const begin = (box) => {
    const row = rows().find(isEmpty) || more();
    if (!row) return null;
    if (article && !entry(row, "article").value) entry(row, "article").value = article;
    type(row, box);
    return row;
  };

  const remove = (row) => {
    const order = rows().filter((each) => boxes.has(each));
    const next = order[order.indexOf(row) + 1] || order[order.indexOf(row) - 1];
    entry(row, "article").value = "";
    entry(row, "decree").value = "";
    type(row, null);
    say(list.dataset.removed);
    if (next && boxes.has(next)) boxes.get(next).focus(); else document.querySelector("#tambah button").focus();
  };

  const press = (event, row) => {
    const ways = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    const box = read(row);
    if (!box) return;
    if (event.key in ways) {
      const [across, down] = ways[event.key];
      if (event.shiftKey) {
        box.w = within(box.w + across, LEAST, FULL - box.x);
        box.h = within(box.h + down, LEAST, FULL - box.y);
      } else {
        box.x = within(box.x + across, 0, FULL - box.w);
        box.y = within(box.y + down, 0, FULL - box.h);
      }
      type(row, box);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      remove(row);
    } else if (event.key === "Enter" || event.key === " ") {
      entry(row, "article").focus();
    } else {
      return;
    }
    event.preventDefault();
  };

  const point = (event) => {
    const around = sheet.getBoundingClientRect();
    return {
      x: within(Math.round(((event.clientX - around.left) / around.width) * FULL), 0, FULL),
      y: within(Math.round(((event.clientY - around.top) / around.height) * FULL), 0, FULL),
    };
  };

  let drag = null;
  sheet.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const row = rows().find((each) => boxes.get(each) === event.target);
    drag = { at: point(event), row, box: row ? read(row) : null };
    if (row) boxes.get(row).focus();
    sheet.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const now = point(event);
    if (drag.box) {
      const x = within(drag.box.x + now.x - drag.at.x, 0, FULL - drag.box.w);
      const y = within(drag.box.y + now.y - drag.at.y, 0, FULL - drag.box.h);
      type(drag.row, { ...drag.box, x, y });
      return;
    }
    const drawn = {
      x: Math.min(now.x, drag.at.x), y: Math.min(now.y, drag.at.y),
      w: Math.abs(now.x - drag.at.x), h: Math.abs(now.y - drag.at.y),
    };
    if (drawn.w < LEAST || drawn.h < LEAST) return;
    if (!drag.row) drag.row = begin(drawn); else type(drag.row, drawn);
  });
  const drop = () => {
    if (drag && drag.row && !drag.box && boxes.has(drag.row)) {
      say(list.dataset.added);
      boxes.get(drag.row).focus();
    }
    drag = null;
  };
  sheet.addEventListener("pointerup", drop);
  sheet.addEventListener("pointercancel", drop);

  list.addEventListener("input", (event) => {
    const row = event.target.closest("[data-box]");
    if (!row) return;
    if (event.target.tagName === "SELECT" && event.target.value) article = event.target.value;
    draw(row);
  });
  document.querySelector("#tambah button").addEventListener("click", () => {
    const row = begin({ x: 350, y: 450, w: 300, h: 40 });
    if (!row) return;
    say(list.dataset.added);
    boxes.get(row).focus();
  });

  layer.replaceChildren();
  sheet.style.touchAction = "none";
  document.getElementById("cara").hidden = false;
  document.getElementById("tambah").hidden = false;
  for (const row of rows()) {
    row.hidden = isEmpty(row);
    draw(row);
  }
})();
