// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MAX_TRANSPORTS} from "./Roster.sol";

/// @notice How old what we know of an origin is: the newest source time each enabled transport has attested, the newest one that M of
/// them have ever agreed on, and a decaying peak of the ages at which such times were accepted.
/// @dev One word: 5 × time u34 by roster position | peak u16 | peakAt u34 | latest u34, from the low end. 34 bits of seconds last until
/// the year 2514.
type Clock is uint256;

using {timeAt, peak, peakAt, latest, withTime, withPeak, moved, age, accepting} for Clock global;

/// @dev Ages are clamped here (DESIGN §5), so one message withheld for a year weighs no more than one of two hours.
uint256 constant MAX_AGE = 2 hours;
/// @dev Half-life of the peak.
uint256 constant AGE_HALF_LIFE = 24 hours;

uint256 constant TIME_WIDTH = 34;
uint256 constant TIME_MASK = (1 << TIME_WIDTH) - 1;
uint256 constant PEAK_OFFSET = TIME_WIDTH * MAX_TRANSPORTS;
uint256 constant PEAK_AT_OFFSET = PEAK_OFFSET + 16;
uint256 constant LATEST_OFFSET = PEAK_AT_OFFSET + TIME_WIDTH;

/// @notice Newest source time attested by the transport at `position`, in unix seconds.
function timeAt(Clock clock, uint256 position) pure returns (uint256) {
    unchecked {
        return (Clock.unwrap(clock) >> (TIME_WIDTH * position)) & TIME_MASK;
    }
}

/// @notice The peak age in seconds as it was at {peakAt}.
function peak(Clock clock) pure returns (uint256) {
    return uint16(Clock.unwrap(clock) >> PEAK_OFFSET);
}

/// @notice When the peak was last written, in unix seconds.
function peakAt(Clock clock) pure returns (uint256) {
    return (Clock.unwrap(clock) >> PEAK_AT_OFFSET) & TIME_MASK;
}

/// @notice The newest source time that a quorum has ever accepted, in unix seconds. Never falls, whatever becomes of the transports.
function latest(Clock clock) pure returns (uint256) {
    return (Clock.unwrap(clock) >> LATEST_OFFSET) & TIME_MASK;
}

/// @notice The clock with the time at `position` replaced.
function withTime(Clock clock, uint256 position, uint256 time) pure returns (Clock) {
    return _with(clock, TIME_WIDTH * position, TIME_MASK, time);
}

/// @notice The clock with the peak replaced, as of `timestamp`.
function withPeak(Clock clock, uint256 newPeak, uint256 timestamp) pure returns (Clock) {
    return _with(_with(clock, PEAK_OFFSET, type(uint16).max, newPeak), PEAK_AT_OFFSET, TIME_MASK, timestamp);
}

/// @notice The clock after the roster has moved the transport at `last` to `position`.
function moved(Clock clock, uint256 position, uint256 last) pure returns (Clock) {
    return clock.withTime(position, clock.timeAt(last)).withTime(last, 0);
}

/// @notice The measured age at `timestamp`: the peak, halved every 24 hours, rounded up.
/// @dev Between two halvings it falls on the straight line, which lies above the exponential: rounding against the account.
function age(Clock clock, uint256 timestamp) pure returns (uint256) {
    uint256 written = clock.peakAt();
    uint256 elapsed = timestamp > written ? timestamp - written : 0;
    uint256 halvings = elapsed / AGE_HALF_LIFE;
    if (halvings >= 16) return 0;
    uint256 divisor = (2 * AGE_HALF_LIFE) << halvings;
    uint256 weight = 2 * AGE_HALF_LIFE - (elapsed % AGE_HALF_LIFE);
    return (clock.peak() * weight + divisor - 1) / divisor;
}

/// @notice The clock after a quorum has agreed on source time `time`, newer than {latest}; its lateness is a sample of the age.
/// @dev A sample at or below the decayed peak leaves the peak and its date alone: dating the decayed peak anew would start the straight
/// line and the rounding again, so that a message every few seconds could hold the age up for ever.
function accepting(Clock clock, uint256 time, uint256 timestamp) pure returns (Clock) {
    clock = _with(clock, LATEST_OFFSET, TIME_MASK, time);
    uint256 sample = timestamp - time;
    if (sample > MAX_AGE) sample = MAX_AGE;
    return sample > clock.age(timestamp) ? clock.withPeak(sample, timestamp) : clock;
}

/// @dev The clock with the bits of `mask` at `offset` replaced.
function _with(Clock clock, uint256 offset, uint256 mask, uint256 value) pure returns (Clock) {
    return Clock.wrap((Clock.unwrap(clock) & ~(mask << offset)) | ((value & mask) << offset));
}
