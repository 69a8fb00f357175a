"""Real Elasticsearch nodes for tests, started from published Maven artifacts."""
