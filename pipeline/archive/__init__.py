"""Many documents: who carries out whom, and what each plan takes up of the directive above it.

families.py   the pairs that are to be judged, judged
matrix.py     one directive against every plan that carries it out
"""
