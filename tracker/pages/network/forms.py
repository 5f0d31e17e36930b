"""Whether somebody is shown by name in the network."""

from __future__ import annotations

from wtforms import BooleanField, SelectField

from tracker.network import Layer
from tracker.web.forms import Form
from tracker.web.wording import choices_of


class MyNetworkForm(Form):
    """Shown or not, and where somebody stands."""

    shown = BooleanField(
        "Show me by name",
        description="Whoever may see the portfolio then reads with whom you work, comment and adapt.",
    )
    layer = SelectField(
        "Where do you stand?",
        description="Empty: where your roles here say.",
        choices=choices_of("layer", blank="As my roles say"),
        default="",
    )

    @property
    def chosen(self) -> Layer | None:
        """Where they say that they stand."""
        return Layer(self.layer.data) if self.layer.data in set(Layer) else None
