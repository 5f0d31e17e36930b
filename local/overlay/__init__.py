"""The demonstration's overlay: six made-up people in three councils, and made-up ideas of the present day.

Nothing here is real but the names of the councils. Every person says so in their job title and every idea at the end of
its proposal. What happens to the ideas is done by the product's own actions, on days before today, so that triage,
nudges and health have something to say whenever it is planted. The real cases in demo/cases are kept apart from it.
"""

from local.overlay.people import PASSWORD, PERSONAS, Persona, sign_ins
from local.overlay.planting import is_planted, plant

__all__ = ["PASSWORD", "PERSONAS", "Persona", "is_planted", "plant", "sign_ins"]
