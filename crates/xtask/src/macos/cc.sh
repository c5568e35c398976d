#!/bin/sh
# Stands for Apple's C compiler on a machine that has none. A type check links nothing, so that an object needs no content:
# each one asked for is made, empty. What asks which compiler this is gets this machine's own as the answer.
object=
previous=
for argument; do
    case $argument in
        -E | --version | -dumpversion) exec cc "$@" ;;
        # Asked so, only Microsoft's compiler has an answer.
        -\?) exit 1 ;;
    esac
    if [ "$previous" = -o ]; then
        object=$argument
    fi
    previous=$argument
done
if [ -n "$object" ]; then
    : > "$object"
fi
