"""Seedbed: a collaborative innovation-pipeline tracker for councils.

The glossary (one package each):

council        a council, its services, the people in it and what each may do
setting        what a council set of its own: days, weights, targets and rules, from a day on
contact        people without an account, their doors, and what they hear
wording        what closed lists, roles and stages are called
idea           something worth trying, from a private draft to part of everyday work
amendment      what stood on an idea before it was corrected or withdrawn
value          what an idea is worth: claims, evidence, benefits, funding
study          how it is known what an idea changes: theory, evaluation, procedures, links, sums for scale
benefit        what a benefit came to, period by period, who checked it, and the register of a council
hours          time that people are given for an idea, beside its money
risk           what could go wrong, and what is done about it
lesson         what was learnt, and what others can pick up
method         ways of working that councils have used, and the plan that an idea makes of them
talk           whom words name, what they said before, who follows an idea, what a letter's link asks
capacity       with whom an idea is done, who takes it over, who signs it off, who was thanked
routine        what an idea replaces when it becomes normal work, and what it was recognised with
voice          what people without an account said, and what anybody is told of it
gate           the questions between two stages, and the decisions made there
collaborative  councils together: what they show each other and adapt
need           what councils look for and offer each other, and who may be asked
network        who works, talks and adapts with whom
upkeep         what has gone quiet or is due, and after how many days
portfolio      the health of one idea and of a whole pipeline
nudge          who has gone quiet, and how we say so
inbox          what a person missed
exchange       in and out: case files and a council's record
"""
