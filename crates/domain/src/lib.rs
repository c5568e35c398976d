//! Keyholder domain.
