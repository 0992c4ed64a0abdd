"""The forms of a page as a browser reads them: what they send, where, and by which buttons."""

from dataclasses import dataclass

import html5lib

CONTROLS = {"input", "textarea", "select", "button"}
UNTYPED = {"submit", "button", "reset", "image", "file"}
SIGN_OUT = {"/compte/deconnexion/", "/admin/logout/"}


@dataclass(frozen=True)
class PageForm:
    """`values` are those of the page as it came; `typed` the names that a person fills."""

    action: str
    values: dict
    typed: tuple
    offers: dict  # {name: the values that a person may choose}
    files: tuple
    buttons: tuple  # (name, value, address) of each

    def sent(self, button, **filled):
        name, value, _ = button
        return {**self.values, **filled, **({name: value} if name else {})}

    @property
    def blank(self):
        """The form without anything typed, which a hurried person sends."""
        return {name: value for name, value in self.values.items() if name not in self.typed}


def forms_of(response):
    """The forms that the page sends by POST, but the one of each page that signs out."""
    if not response.headers["Content-Type"].startswith("text/html"):
        return []
    path = response.request["PATH_INFO"]
    query = response.request["QUERY_STRING"]
    here = f"{path}?{query}" if query else path
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    forms = [read(form, here) for form in page.iter("form") if form.get("method") == "post"]
    return [form for form in forms if form.action not in SIGN_OUT]


def read(form, here):
    action, values, typed, files, buttons = form.get("action") or here, {}, [], [], []
    offers = {}
    for field in (part for part in form.iter() if part.tag in CONTROLS):
        name, kind = field.get("name"), field.get("type", "text")
        if field.tag == "button" or kind == "submit":
            buttons.append((name, field.get("value", ""), field.get("formaction") or action))
        elif name and kind == "file":
            files.append(name)
        elif name and kind not in UNTYPED:
            if kind != "hidden" and name != "suite":
                typed.append(name)
                offers.setdefault(name, []).extend(offered(field, kind))
            if (value := value_of(field, kind)) is not None:
                values.setdefault(name, []).append(value)
    buttons = buttons or [(None, "", action)]
    typed = tuple(dict.fromkeys(typed))
    return PageForm(action, values, typed, offers, tuple(files), tuple(buttons))


def offered(field, kind):
    options = field.iter("option") if field.tag == "select" else [field]
    is_choice = field.tag == "select" or kind in {"checkbox", "radio"}
    return [value for each in options if is_choice and (value := each.get("value", "on"))]


def value_of(field, kind):
    """What the field sends as the page came; None for nothing."""
    if kind in {"checkbox", "radio"}:
        return field.get("value", "on") if "checked" in field.attrib else None
    if field.tag == "textarea":
        return "".join(field.itertext())
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if "selected" in option.attrib] or options[:1]
        return chosen[0].get("value", "") if chosen else None
    return field.get("value", "")
