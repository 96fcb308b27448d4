"""Every answer carries the same headers, whoever asks for whatever; foreign host names get no page (F17)."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import waitress

from ppid.outside import Outside
from ppid.settings import Settings
from tests.house.test_access import asks
from tests.web.rooms import TRIED
from tests.web.world import World, settings_of
from web import create_app, limits
from web.guarding import HEADERS, POLICY, Guard
from web.listening import serve

STRICTER = "default-src 'none'; sandbox"
#: The page of a mailed link tells nobody its own address, not even us.
STRICTER_TOO = {"Referrer-Policy": "strict-origin"}
#: What a policy may never say: each of these lets a page run or load what is not a file of this server.
LOOSE = ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "data:", "blob:", "http:", "https:", "*", "nonce-")
PUBLIC = "https://ppid.example.go.id"


def with_settings(world: World, **changed: Any) -> Any:
    """The application on the same store with other settings."""
    return create_app(replace(world.services, settings=replace(world.settings, **changed)))


def problems_of(headers: Any) -> list[str]:
    """What is missing or too loose among the headers of an answer."""
    found = [
        f"{name} is {headers.get(name)!r}"
        for name, value in HEADERS.items()
        if name != "Content-Security-Policy"
        and headers.get(name) not in {value, STRICTER_TOO.get(name, value)}
    ]
    policy = "Content-Security-Policy"
    policies = headers.getlist(policy) if hasattr(headers, "getlist") else headers.get_all(policy)
    if len(policies) != 1 or policies[0] not in {POLICY, STRICTER}:
        found.append(f"the policy is {policies}")
    found += [
        f"{name} is said"
        for name in ("Server", "X-Powered-By", "Access-Control-Allow-Origin")
        if headers.get(name)
    ]
    return found


def test_the_policy_has_no_exception() -> None:
    assert not any(word in POLICY for word in LOOSE)
    for part in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert part in POLICY
    for directive in POLICY.split("; "):
        assert directive.split(" ", 1)[1] in {"'self'", "'none'"}


@pytest.mark.slow
def test_every_address_answers_with_every_header(world: World) -> None:
    """Signed in and not, found and refused, with every method: pages, papers, exports, files of ours."""
    cases = {"request": world.at("delivered")}
    cases |= {kind: tried.at(world, tried.shown) for kind, tried in TRIED.items()}
    world.follow()
    people = {"nobody": world.visitor(), "citizen": world.tracker(cases["request"])}
    people |= {name: world.officer(name) for name in ("ppid", "auditor")}
    wrong: set[str] = set()
    kinds: set[str] = set()
    statuses: set[int] = set()
    for ask in asks(world.app, cases):
        if ask.endpoint in {"office.sign_out", "track.stop"}:
            continue
        for name, visitor in people.items():
            page = (
                visitor.post(ask.url, follow=False)
                if ask.method == "POST"
                else visitor.get(ask.url, follow=False)
            )
            kinds.add(page.response.mimetype or "")
            statuses.add(page.status)
            wrong |= {
                f"{ask.method} {ask.url} as {name} ({page.status}): {p}"
                for p in problems_of(page.response.headers)
            }
            page.response.close()
    assert not wrong, "\n".join(sorted(wrong))
    assert kinds >= {"text/html", "application/pdf", "text/csv"}
    assert statuses >= {200, 303, 400, 403, 404}


def test_every_error_and_every_file_of_ours_has_every_header(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = world.visitor()
    static = world.app.static_folder
    assert static
    places = [f"/static/{file.relative_to(static)}" for file in Path(static).rglob("*") if file.is_file()]
    places += ["/sehat", "/siap", "/tidak-ada", "/static/tidak-ada", "/static/../web/access.py"]
    answers = [visitor.get(place, follow=False) for place in places]
    answers += [visitor.post("/lacak", {"number": "1"}), visitor.post("/sehat"), visitor.post("/")]
    answers.append(visitor.post("/lacak", {"x": "y" * 600_000}))
    answers.append(visitor.get("/", headers={"Host": "evil.example"}))
    answers.append(visitor.get("/?bahasa=en", follow=False))
    # A machine that breaks: the one way to the page of a fault.
    monkeypatch.setitem(world.app.view_functions, "start.home", lambda: 1 / 0)
    broken = world.visitor().client.get("/")
    assert broken.status_code == 500
    found = {page.url: problems_of(page.response.headers) for page in answers} | {
        "500": problems_of(broken.headers)
    }
    for page in answers:
        page.response.close()
    assert {page.status for page in answers} >= {200, 303, 400, 404, 405, 413}
    assert not {place: p for place, p in found.items() if p}


def test_over_https_browsers_are_told_to_stay_there_and_cookies_are_bound(world: World) -> None:
    assert "Strict-Transport-Security" not in world.visitor().get("/").response.headers
    client = with_settings(world, base_url=PUBLIC).test_client()
    answer = client.get("/lacak?bahasa=en", base_url=PUBLIC)
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000"
    answers = [answer, client.get("/lacak", base_url=PUBLIC)]
    cookies = [cookie for each in answers for cookie in each.headers.getlist("Set-Cookie")]
    assert {cookie.partition("=")[0] for cookie in cookies} == {"__Host-ppid", "bahasa"}
    for cookie in cookies:
        parts = {part.strip() for part in cookie.split(";")}
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= parts, cookie
        assert not any(part.startswith("Domain") for part in parts)


def test_a_page_that_refuses_a_host_over_https_says_so_too(world: World) -> None:
    client = with_settings(world, base_url=PUBLIC).test_client()
    answer = client.get("/", base_url="https://evil.example")
    assert answer.status_code == 400
    assert not problems_of(answer.headers)
    assert "Strict-Transport-Security" in answer.headers


# Names of this server (F17) ---------------------------------------------------------------------------------

FOREIGN = [
    "evil.example",
    "ppid.example.go.id.evil.example",
    "evil.example:443",
    "ppid.example.go.id:8443",
    "ppid.example.go.id@evil.example",
    "evil.example#ppid.example.go.id",
    "evil.example/ppid.example.go.id",
    "evil.example\\ppid.example.go.id",
    "ppid.example.go.id, evil.example",
    "ppid.example.go.id;evil",
    "ppid.example.go.id:443:443",
    "ppid.example.go.id:x",
    "ppid.example.go.id%2eevil",
    "ppid.example.go.id.",
    "127.0.0.1",
    "localhost",
    "[::1]",
    "[::1",
    "",
    ":443",
    "x" * 5000,
]


def guard(folder: Path, base_url: str, files_url: str = "") -> Guard:
    settings: Settings = replace(settings_of(folder), base_url=base_url, outside=Outside(files_url=files_url))
    return Guard(lambda _environ, _start: [], settings)


@pytest.mark.parametrize("host", FOREIGN)
def test_F17_a_foreign_host_is_no_name_of_ours(tmp_path: Path, host: str) -> None:
    assert not guard(tmp_path, PUBLIC).serves(host)


def test_F17_a_foreign_host_gets_no_page(world: World) -> None:
    client = with_settings(world, base_url=PUBLIC).test_client()
    for place in ("/", "/lacak", "/meja/masuk", "/static/icon.svg"):
        for host in ("evil.example", "localhost", "ppid.example.go.id.evil.example"):
            answer = client.get(place, base_url=PUBLIC, headers={"Host": host})
            assert answer.status_code == 400, place
            assert answer.mimetype == "text/plain"
            assert "evil" not in answer.text
            assert "Set-Cookie" not in answer.headers


def test_F17_its_own_names_are_known_in_any_case_with_the_usual_port(tmp_path: Path) -> None:
    public = guard(tmp_path, PUBLIC, "https://berkas.example.go.id:8443")
    for host in (
        "ppid.example.go.id",
        "PPID.example.go.id",
        "ppid.example.go.id:443",
        "berkas.example.go.id:8443",
    ):
        assert public.serves(host), host
    assert not public.serves("berkas.example.go.id")
    assert not public.serves("ppid.example.go.id:80")
    local = guard(tmp_path, "http://127.0.0.1:8080")
    for host in ("127.0.0.1:8080", "localhost:8080", "localhost", "[::1]:8080", "127.0.0.1:41000"):
        assert local.serves(host), host
    assert not local.serves("evil.example:8080")
    assert not local.serves("127.0.0.1.evil.example")


def test_a_supervisor_may_ask_by_the_machines_address(world: World) -> None:
    client = with_settings(world, base_url=PUBLIC).test_client()
    assert client.get("/sehat", headers={"Host": "10.1.2.3:8080"}).status_code == 200
    assert client.get("/sehat/", headers={"Host": "10.1.2.3:8080"}).status_code == 400


FORGED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "198.51.100.1",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Port": "444",
    "Forwarded": "host=evil.example;proto=https;for=198.51.100.1",
    "X-Original-URL": "/evil",
    "X-Rewrite-URL": "/evil",
    "X-HTTP-Method-Override": "DELETE",
}


def test_F17_forwarded_headers_are_ignored_where_no_proxy_is_named(world: World) -> None:
    plain, forged = world.visitor().get("/lacak"), world.visitor().get("/lacak", headers=FORGED)
    assert forged.status == 200
    assert "evil" not in forged.html
    assert [href for _, href in forged.links] == [href for _, href in plain.links]
    sent = world.visitor().client.get("/meja", headers=FORGED)
    assert sent.headers["Location"].startswith("/meja/masuk")


def test_F17_no_address_of_ours_is_made_from_what_a_request_says(world: World) -> None:
    """Letters and mails name the configured address; pages link by paths."""
    case = world.at("delivered")
    visitor = world.tracker(case)
    for place in ("/", "/lacak", "/lacak/permohonan", "/daftar-informasi", "/bantuan"):
        page = visitor.get(place)
        assert not [href for _, href in page.links if href.startswith(("http://localhost", "//"))], place
        assert all(not form.action.startswith(("http", "//")) for form in page.forms)


# Over a real socket --------------------------------------------------------------------------------------


@pytest.fixture
def listening(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Give a function that serves the world as `ppid run` does, with other settings; gives the port."""
    servers: list[Any] = []
    create = waitress.create_server

    def kept(*arguments: Any, **options: Any) -> Any:
        servers.append(create(*arguments, **options | {"port": 0}))
        return servers[-1]

    monkeypatch.setattr(waitress, "create_server", kept)

    def start(**changed: Any) -> int:
        settings, before = replace(world.settings, **changed), len(servers)
        app = create_app(replace(world.services, settings=settings))
        Thread(target=serve, args=(app, settings), daemon=True).start()
        while len(servers) <= before:
            time.sleep(0.01)
        return int(servers[-1].effective_port)

    yield start
    for server in servers:
        server.close()


def ask(
    port: int, path: str, headers: dict[str, str] | None = None, method: str = "GET"
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, headers=headers or {})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


RAW = {
    "no request": b"\x16\x03\x01\x02\x00\r\n\r\n",
    "a long head": b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
    "a long body": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "a strange coding": b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: cow\r\n\r\n",
}


def test_what_the_server_answers_by_itself_has_every_header(listening: Any) -> None:
    port = listening()
    for name, raw in RAW.items():
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            line.sendall(raw)
            answer = http.client.HTTPResponse(line)
            answer.begin()
            body = answer.read().decode()
        assert 400 <= answer.status < 600, name
        assert not problems_of(answer.headers), (name, answer.status)
        assert "waitress" not in body, name
    assert not problems_of(ask(port, "/lacak").headers)


def test_F17_a_proxy_is_believed_where_it_is_named_and_nobody_before_it(world: World, listening: Any) -> None:
    """Without this every citizen behind the proxy would be one source, and one guesser would shut out all."""
    base = {"base_url": PUBLIC}
    through = {"Host": "intern:8080", "X-Forwarded-Host": "ppid.example.go.id", "X-Forwarded-Proto": "https"}
    port = listening(**base, proxies=1)
    assert ask(port, "/lacak", through).status == 200
    assert ask(port, "/lacak", through | {"X-Forwarded-Host": "evil.example"}).status == 400
    assert ask(listening(**base), "/lacak", through).status == 400, "without a setting nobody is believed"


def test_F17_who_stands_behind_a_proxy_is_a_source_of_their_own(world: World) -> None:
    app = with_settings(world, proxies=1)
    found: list[str] = []

    def note() -> str:
        found.append(limits.source())
        return ""

    app.view_functions["start.home"] = note
    client = app.test_client()
    for chain in ("198.51.100.7", "203.0.113.9, 198.51.100.8", "forged, 2001:db8::5"):
        client.get("/", headers={"X-Forwarded-For": chain})
    assert found == ["198.51.100.7", "198.51.100.8", "2001:db8::/64"], (
        "what stands before was said by anybody"
    )
