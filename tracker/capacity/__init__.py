"""Capacity: with whom an idea is done, who takes it over, who signs it off, and which frontline managers were thanked.

Each is told by dated rows that are only added to: the newest says how it is now, those before it how it was.
"""

from tracker.capacity.actions.handover import plan_handover
from tracker.capacity.actions.partner import (
    add_activity,
    correct_activity,
    end_partnership,
    settle_commitment,
)
from tracker.capacity.actions.sign_off import name_signer, sign_off
from tracker.capacity.actions.team import end_member, name_member, note_handover
from tracker.capacity.actions.thanks import credit_manager, say_thanks, take_thanks_back
from tracker.capacity.models import (
    HandoverNote,
    HandoverPlan,
    ManagerCredit,
    Partner,
    PartnerActivity,
    SignOff,
    TeamMember,
    ThankYou,
)
from tracker.capacity.permissions import signs, takes_back
from tracker.capacity.queries import (
    CAPACITY,
    HANDOVER_NOTES,
    KEEPERS,
    TEAM,
    THANKS,
    CapacityRecord,
    CreditEntry,
    HandoverEntry,
    KeeperTerm,
    NoteEntry,
    PartnerEntry,
    SignOffEntry,
    TeamEntry,
    ThanksEntry,
    capacity_of,
    thanks_on,
)
from tracker.capacity.rules import LONGEST_THANKS, note_faults, team_faults
from tracker.capacity.words import Layer, Office, SignOffWord, TeamRole, Thanks

__all__ = [
    "CAPACITY",
    "HANDOVER_NOTES",
    "KEEPERS",
    "LONGEST_THANKS",
    "TEAM",
    "THANKS",
    "CapacityRecord",
    "CreditEntry",
    "HandoverEntry",
    "HandoverNote",
    "HandoverPlan",
    "KeeperTerm",
    "Layer",
    "ManagerCredit",
    "NoteEntry",
    "Office",
    "Partner",
    "PartnerActivity",
    "PartnerEntry",
    "SignOff",
    "SignOffEntry",
    "SignOffWord",
    "TeamEntry",
    "TeamMember",
    "TeamRole",
    "ThankYou",
    "Thanks",
    "ThanksEntry",
    "add_activity",
    "capacity_of",
    "correct_activity",
    "credit_manager",
    "end_member",
    "end_partnership",
    "name_member",
    "name_signer",
    "note_faults",
    "note_handover",
    "plan_handover",
    "say_thanks",
    "settle_commitment",
    "sign_off",
    "signs",
    "take_thanks_back",
    "takes_back",
    "team_faults",
    "thanks_on",
]
