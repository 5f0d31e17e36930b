"""Capacity: with whom an idea is done, who takes it over, who signs it off, and which frontline managers were thanked.

Each is told by dated rows that are only added to: the newest says how it is now, those before it how it was.
"""

from tracker.capacity.actions.handover import plan_handover
from tracker.capacity.actions.partner import add_activity, end_partnership, settle_commitment
from tracker.capacity.actions.sign_off import name_signer, sign_off
from tracker.capacity.actions.thanks import credit_manager, say_thanks, take_thanks_back
from tracker.capacity.models import HandoverPlan, ManagerCredit, Partner, PartnerActivity, SignOff, ThankYou
from tracker.capacity.permissions import signs, takes_back
from tracker.capacity.queries import (
    CAPACITY,
    THANKS,
    CapacityRecord,
    CreditEntry,
    HandoverEntry,
    PartnerEntry,
    SignOffEntry,
    ThanksEntry,
    capacity_of,
    thanks_on,
)
from tracker.capacity.rules import LONGEST_THANKS
from tracker.capacity.words import Office, SignOffWord, Thanks

__all__ = [
    "CAPACITY",
    "LONGEST_THANKS",
    "THANKS",
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
    "ThankYou",
    "Thanks",
    "ThanksEntry",
    "add_activity",
    "capacity_of",
    "credit_manager",
    "end_partnership",
    "name_signer",
    "plan_handover",
    "say_thanks",
    "settle_commitment",
    "sign_off",
    "signs",
    "take_thanks_back",
    "takes_back",
    "thanks_on",
]
