//! The groups of one member or one invitation, and since when she is in each. Nearly everybody has one or two: a sorted list
//! of exactly that length holds them in a tenth of the memory of a tree, and a store has a hundred thousand of these.

use crate::id::GroupId;
use crate::member::Since;

/// Groups by id, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memberships(Box<[(GroupId, Since)]>);

impl Memberships {
    /// The groups, in the order of their ids.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &GroupId> + ExactSizeIterator + Clone {
        self.0.iter().map(|(group, _)| group)
    }

    /// Each group and since when she is in it, in the order of their ids.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&GroupId, &Since)> {
        self.0.iter().map(|(group, since)| (group, since))
    }

    /// Since when she is in a group, if she is.
    pub fn get(&self, group: &GroupId) -> Option<&Since> {
        let place = self.place(group).ok()?;
        self.0.get(place).map(|(_, since)| since)
    }

    /// Whether she is in a group.
    pub fn contains_key(&self, group: &GroupId) -> bool {
        self.place(group).is_ok()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts her into a group; if she is in it already, nothing changes.
    pub fn join(&mut self, group: GroupId, since: Since) {
        if let Err(place) = self.place(&group) {
            let mut all = Vec::with_capacity(self.0.len() + 1);
            all.extend(self.0.iter().take(place).copied());
            all.push((group, since));
            all.extend(self.0.iter().skip(place).copied());
            self.0 = all.into_boxed_slice();
        }
    }

    /// Takes her out of a group.
    pub fn leave(&mut self, group: &GroupId) {
        if self.contains_key(group) {
            self.0 = self.0.iter().filter(|(other, _)| other != group).copied().collect();
        }
    }

    /// Takes her out of every group.
    pub fn clear(&mut self) {
        self.0 = Box::default();
    }

    fn place(&self, group: &GroupId) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.cmp(group))
    }
}

/// Of a group that is named twice, the first is taken.
impl FromIterator<(GroupId, Since)> for Memberships {
    fn from_iter<T: IntoIterator<Item = (GroupId, Since)>>(groups: T) -> Self {
        let from = groups.into_iter();
        // As long as it will be: what is given back of a list that grew is one hole in the heap for each member.
        let mut groups = Vec::with_capacity(from.size_hint().1.unwrap_or_default());
        groups.extend(from);
        groups.sort_by_key(|(group, _)| *group);
        groups.dedup_by_key(|(group, _)| *group);
        Self(groups.into_boxed_slice())
    }
}

impl<'a> IntoIterator for &'a Memberships {
    type Item = &'a (GroupId, Since);
    type IntoIter = std::slice::Iter<'a, (GroupId, Since)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::group_id;

    #[test]
    fn each_group_stands_once_in_the_order_of_ids() {
        let mut groups: Memberships =
            [5, 2, 5].map(|no| (group_id(no), Since::default())).into_iter().collect();
        groups.join(group_id(3), Since::default());
        groups.join(group_id(3), Since { by: Some(crate::testing::member_id(1)), at: None });
        let in_order: Vec<GroupId> = groups.keys().copied().collect();
        assert_eq!(in_order, [2, 3, 5].map(group_id));
        assert_eq!(groups.get(&group_id(3)), Some(&Since::default()), "she was in it already");
        groups.leave(&group_id(2));
        groups.leave(&group_id(9));
        assert_eq!((groups.len(), groups.contains_key(&group_id(2))), (2, false));
        groups.clear();
        assert!(groups.is_empty());
    }
}
