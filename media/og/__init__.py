"""The picture that a shared link shows: 1200 × 630 pixels, drawn here from what a material says about itself."""

from media.og.card import HEIGHT, WIDTH, CardText, draw_card

__all__ = ["HEIGHT", "WIDTH", "CardText", "draw_card"]
