"""Values of the larger blocks, as a stream field takes them."""

from __future__ import annotations

from typing import Any


def picture_value(image: Any, alt: str = "Gambar uji", caption: str = "", decorative: bool = False) -> dict[str, Any]:
    image.contextual_alt_text = alt
    image.decorative = decorative
    return {"image": image, "caption": caption}


def steps_value(*titles: str, title: str = "Langkah", image: Any = None) -> dict[str, Any]:
    if image is not None:
        image.contextual_alt_text, image.decorative = "Gambar langkah", False
    steps = [{"title": text, "text": f"<p>Lakukan {text}.</p>", "image": image} for text in titles]
    return {"title": title, "steps": steps}


def quiz_value(question: str = "Mana yang benar?", right: str = "Ini", wrong: str = "Itu") -> dict[str, Any]:
    choices = [{"text": right, "correct": True}, {"text": wrong, "correct": False}]
    return {"question": question, "choices": choices, "explanation": "<p>Sebab begitu.</p>"}
