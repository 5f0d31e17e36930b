"""Tags: a few words of a council's own by which its ideas are sorted.

Who keeps an idea sets them. A lead renames a tag, joins it into another or ends it, and takes each of these back.
"""

from tracker.tag.actions import end_tag, merge_tag, rename_tag, restore_tag, set_tags, split_tag
from tracker.tag.models import IdeaTag, Tag
from tracker.tag.queries import MOST_COUNTED, TAGS, TagCount, live_tags, tag, tag_counts, tag_offer_query, tags_on
from tracker.tag.rules import LONGEST_TAG, MOST_TAGS, name_faults, names_in, tag_faults

__all__ = [
    "LONGEST_TAG",
    "MOST_COUNTED",
    "MOST_TAGS",
    "TAGS",
    "IdeaTag",
    "Tag",
    "TagCount",
    "end_tag",
    "live_tags",
    "merge_tag",
    "name_faults",
    "names_in",
    "rename_tag",
    "restore_tag",
    "set_tags",
    "split_tag",
    "tag",
    "tag_counts",
    "tag_faults",
    "tag_offer_query",
    "tags_on",
]
