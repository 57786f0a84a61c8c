"""The store: releases, deliveries, calls, receipts, and the bytes of every approved picture."""
