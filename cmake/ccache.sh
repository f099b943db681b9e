#!/bin/sh
# Runs the compiler through ccache. A precompiled header left from before would stand in for its own sources while ccache
# looks at them, and nothing would seem to have changed: it goes first.
for argument; do
  case $argument in *.gch) rm -f -- "$argument" ;; esac
done
# The sloppiness is what ccache asks for to keep objects made with precompiled headers.
CCACHE_SLOPPINESS=pch_defines,time_macros exec ccache "$@"
