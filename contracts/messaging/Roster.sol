// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The transports that may vote on one origin: threshold M, and the seat of each enabled transport.
/// @dev One word, so that a message reads it once: threshold u8 | count u8 | lastSeat u32 | 5 × seat u32, from the low end.
/// A *seat* is a (transport, epoch): it is numbered once, never again, so a vote that names a seat dies with its epoch.
type Roster is uint256;

using {threshold, count, lastSeat, isUnanimous, seatAt, positionOf, withThreshold, seated, unseated} for Roster global;

/// @dev Enough for 3 of 5; a bound keeps the vote count and the packing small.
uint256 constant MAX_TRANSPORTS = 5;

uint256 constant SEATS_OFFSET = 48;
uint256 constant SEAT_WIDTH = 32;

/// @notice The number M of transports that must attest.
function threshold(Roster roster) pure returns (uint256) {
    return uint8(Roster.unwrap(roster));
}

/// @notice The number N of enabled transports.
function count(Roster roster) pure returns (uint256) {
    return uint8(Roster.unwrap(roster) >> 8);
}

/// @notice The newest seat ever given out; 0 before the first.
function lastSeat(Roster roster) pure returns (uint256) {
    return uint32(Roster.unwrap(roster) >> 16);
}

/// @notice Whether every enabled transport must attest, and there is one.
function isUnanimous(Roster roster) pure returns (bool) {
    uint256 n = roster.count();
    return n != 0 && n == roster.threshold();
}

/// @notice The seat at `position` < count.
function seatAt(Roster roster, uint256 position) pure returns (uint256) {
    unchecked {
        return uint32(Roster.unwrap(roster) >> (SEATS_OFFSET + SEAT_WIDTH * position));
    }
}

/// @notice Position of an enabled seat; count when it is not enabled.
function positionOf(Roster roster, uint256 seat) pure returns (uint256 position) {
    uint256 n = roster.count();
    for (; position < n; ++position) if (roster.seatAt(position) == seat) break;
}

/// @notice The roster with another threshold, not checked here.
function withThreshold(Roster roster, uint8 newThreshold) pure returns (Roster) {
    return Roster.wrap((Roster.unwrap(roster) & ~uint256(0xff)) | newThreshold);
}

/// @notice The roster with a fresh seat appended; the caller has checked that there is room.
function seated(Roster roster) pure returns (Roster, uint256 seat) {
    uint256 n = roster.count();
    seat = roster.lastSeat() + 1;
    uint256 word = Roster.unwrap(roster);
    word = (word & ~(uint256(0xffffffffff) << 8)) | ((n + 1) << 8) | (seat << 16);
    return (Roster.wrap(word | (seat << (SEATS_OFFSET + SEAT_WIDTH * n))), seat);
}

/// @notice The roster without the seat at `position`; the last one takes its place.
function unseated(Roster roster, uint256 position) pure returns (Roster) {
    uint256 last = roster.count() - 1;
    uint256 moved = roster.seatAt(last);
    uint256 word = Roster.unwrap(roster);
    word &= ~(uint256(type(uint32).max) << (SEATS_OFFSET + SEAT_WIDTH * last));
    if (position != last) {
        uint256 shift = SEATS_OFFSET + SEAT_WIDTH * position;
        word = (word & ~(uint256(type(uint32).max) << shift)) | (moved << shift);
    }
    return Roster.wrap((word & ~uint256(0xff00)) | (last << 8));
}
