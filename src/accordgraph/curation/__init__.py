"""Stubs of new facts for curators: complete, cited, in their one form, in the file where they belong.

A stub is made from names that exist; what does not exist is an error that lists what does.  Nothing
is written over: a stub adds to a file, and one that cannot be used leaves no trace.
"""
