"""Tests of remote-cluster-wizard."""
