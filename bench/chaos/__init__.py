"""What happens when things break: each trial breaks something on purpose, on servers of its own, and counts afterwards.

    python -m bench.chaos                        all four, at full counts
    python -m bench.chaos storm --seed 7         one of them, as it went before

nudges   worker killed, broker restarted, while nudges go out over SMTP
storm    web, worker, beat, broker and database killed while people log ideas
mail     a mail server that is slow, hangs, refuses, hangs up and dies
poison   one idea that cannot be computed and one letter that cannot be worded, among others

ground       servers of a trial's own, in a folder that is removed afterwards
kept         the product's processes, killed and started again
mail_server  real SMTP on loopback that behaves as it is told
people       councils, whoever works there, and their browsers
"""
