"""What is drawn of figures, kept while they stay as they are: most change once a night, and many look at them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable
from datetime import date

from flask import current_app
from markupsafe import Markup

from tracker import clock
from tracker.setting import Settings, settings
from tracker.web.wording import vocabulary


def drawn(template: str, macro: str, *figures: Hashable) -> Markup:
    """Draw a macro of a template of figures alone: what things are called, what is set, and the day are all else."""
    return _drawn(template, macro, figures, tuple(sorted(vocabulary().own.items())), settings(), clock.today())


@functools.lru_cache(maxsize=1024)
def _drawn(
    template: str,
    macro: str,
    figures: tuple[Hashable, ...],
    _own_words: tuple[tuple[str, str], ...],
    _own_settings: Settings,
    _today: date,
) -> Markup:
    draw: Callable[..., Markup] = getattr(current_app.jinja_env.get_template(template).module, macro)
    return draw(*figures)
