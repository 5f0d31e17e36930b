"""Capacity: with whom an idea is done, who takes it over, who signs it off, and which frontline managers were thanked.

Each is told by dated rows that are only added to: the newest says how it is now, those before it how it was.
"""

from tracker.capacity.actions.handover import plan_handover
from tracker.capacity.actions.partner import add_activity, end_partnership, settle_commitment
from tracker.capacity.actions.sign_off import name_signer, sign_off
from tracker.capacity.actions.thanks import credit_manager
from tracker.capacity.models import HandoverPlan, ManagerCredit, Partner, PartnerActivity, SignOff
from tracker.capacity.permissions import signs
from tracker.capacity.queries import (
    CAPACITY,
    CapacityRecord,
    CreditEntry,
    HandoverEntry,
    PartnerEntry,
    SignOffEntry,
    capacity_of,
)
from tracker.capacity.words import Office, SignOffWord, Thanks

__all__ = [
    "CAPACITY",
    "CapacityRecord",
    "CreditEntry",
    "HandoverEntry",
    "HandoverPlan",
    "ManagerCredit",
    "Office",
    "Partner",
    "PartnerActivity",
    "PartnerEntry",
    "SignOff",
    "SignOffEntry",
    "SignOffWord",
    "Thanks",
    "add_activity",
    "capacity_of",
    "credit_manager",
    "end_partnership",
    "name_signer",
    "plan_handover",
    "settle_commitment",
    "sign_off",
    "signs",
]
