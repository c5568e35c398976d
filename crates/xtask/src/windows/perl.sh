#!/bin/sh
# Stands for perl where the tests' OpenSSL is configured: of all it has, SQLCipher asks for AES, three hashes and random numbers, and
# what is left out here is most of the time that the whole would take to compile. What is shipped has all of it.
if [ "$1" = ./Configure ]; then
    set -- "$@" no-bulk no-tls no-http no-scrypt no-slh-dsa no-rfc3779 no-thread-pool no-deprecated -O1
fi
exec perl "$@"
