// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Clock} from "./Clock.sol";
import {MAX_TRANSPORTS, Roster} from "./Roster.sol";

/// @notice The transport is already enabled for this origin.
error Quorum_AlreadyEnabled(address transport);
/// @notice The transport is not enabled for this origin.
error Quorum_NotEnabled(address transport);
/// @notice No more than {MAX_TRANSPORTS} transports may be enabled.
error Quorum_RosterFull(uint256 maximum);
/// @notice A threshold must lie between 1 and the number of enabled transports.
error Quorum_ThresholdOutOfRange(uint256 threshold, uint256 enabled);
/// @notice The zero address is no transport.
error Quorum_ZeroTransport();

/// @title M-of-N agreement of transports
/// @notice One rule for both sides of the bridge. Every statement is a number under a key that only grows per voter; the
/// accepted number is the M-th largest over the enabled transports. A counter is attested as itself; a register is attested as 1
/// under the hash of its whole tuple, so that only identical tuples count together.
/// @dev A vote belongs to a seat, that is to a (transport, epoch): disabling ends the epoch for good, enabling again starts at zero
/// (invariants Q-1 … Q-4). With fewer than M seats nothing is accepted. Fewer than M forging seats cannot raise the accepted number
/// above what an honest seat has attested.
library Quorum {
    /// @notice What is known of one origin.
    struct Origin {
        Roster roster;
        Clock clock;
        mapping(address transport => uint256 seat) seatOf;
        mapping(uint256 seat => address transport) transportOf;
        mapping(bytes32 key => mapping(uint256 seat => uint256 value)) votes;
    }

    // ---------------------------------------------------------------------------------------------- membership

    /// @notice Gives `transport` a fresh seat, with no votes.
    function enable(Origin storage self, address transport) internal {
        if (transport == address(0)) revert Quorum_ZeroTransport();
        if (self.seatOf[transport] != 0) revert Quorum_AlreadyEnabled(transport);
        if (self.roster.count() == MAX_TRANSPORTS) revert Quorum_RosterFull(MAX_TRANSPORTS);
        (Roster roster, uint256 seat) = self.roster.seated();
        self.roster = roster;
        self.seatOf[transport] = seat;
        self.transportOf[seat] = transport;
    }

    /// @notice Ends the epoch of `transport`: its votes never count again. Never refused for the sake of M.
    function disable(Origin storage self, address transport) internal {
        uint256 position = self.roster.positionOf(requireSeat(self, transport));
        self.clock = self.clock.moved(position, self.roster.count() - 1);
        self.roster = self.roster.unseated(position);
        delete self.seatOf[transport];
    }

    /// @notice Sets M. Refuses an M that the enabled transports cannot reach; nothing is lowered silently.
    function setThreshold(Origin storage self, uint8 newThreshold) internal {
        uint256 enabled = self.roster.count();
        if (newThreshold == 0 || newThreshold > enabled) revert Quorum_ThresholdOutOfRange(newThreshold, enabled);
        self.roster = self.roster.withThreshold(newThreshold);
    }

    /// @notice The seat of an enabled transport.
    /// @custom:error Quorum_NotEnabled
    function requireSeat(Origin storage self, address transport) internal view returns (uint256 seat) {
        seat = self.seatOf[transport];
        if (seat == 0) revert Quorum_NotEnabled(transport);
    }

    /// @notice The enabled transports, in roster order, and M.
    function members(Origin storage self) internal view returns (address[] memory transports, uint256 threshold) {
        Roster roster = self.roster;
        transports = new address[](roster.count());
        for (uint256 i; i < transports.length; ++i) transports[i] = self.transportOf[roster.seatAt(i)];
        threshold = roster.threshold();
    }

    // ---------------------------------------------------------------------------------------------------- voting

    /// @notice Records that `seat` attests `value` under `key` and returns the number now accepted. A lower value than
    /// before changes nothing, so replays, duplicates and old messages are harmless.
    function attest(Origin storage self, uint256 seat, bytes32 key, uint256 value) internal returns (uint256) {
        mapping(uint256 seat => uint256 value) storage votes = self.votes[key];
        if (value > votes[seat]) votes[seat] = value;
        return _mthLargest(self.roster, votes);
    }

    /// @notice The M-th largest number attested under `key`; 0 while fewer than M transports are enabled.
    function accepted(Origin storage self, bytes32 key) internal view returns (uint256) {
        return _mthLargest(self.roster, self.votes[key]);
    }

    function _mthLargest(
        Roster roster,
        mapping(uint256 seat => uint256 value) storage votes
    ) private view returns (uint256 result) {
        uint256 n = roster.count();
        if (!roster.isUnanimous()) {
            uint256[] memory values = new uint256[](n);
            for (uint256 i; i < n; ++i) values[i] = votes[roster.seatAt(i)];
            return kthLargest(values, roster.threshold());
        }
        // All must agree, as in the common 2 of 2: the least, without sorting in memory.
        result = votes[roster.seatAt(0)];
        for (uint256 i = 1; i < n; ++i) {
            uint256 value = votes[roster.seatAt(i)];
            if (value < result) result = value;
        }
    }

    /// @notice Records that `seat` attests source time `time` and measures the age when M transports now agree on a newer one than ever.
    /// @dev A time in the future is taken as now: it could otherwise never be overtaken again and would switch the measurement off. The
    /// comparison is with the newest time ever accepted, so that old messages replayed to a fresh seat are no samples.
    function attestTime(Origin storage self, uint256 seat, uint256 time) internal {
        if (time > block.timestamp) time = block.timestamp;
        Roster roster = self.roster;
        Clock clock = self.clock;
        uint256 position = roster.positionOf(seat);
        if (time <= clock.timeAt(position)) return;
        clock = clock.withTime(position, time);
        uint256 agreed = _agreedTime(roster, clock);
        self.clock = agreed > clock.latest() ? clock.accepting(agreed, block.timestamp) : clock;
    }

    /// @dev The M-th largest source time; 0 while fewer than M transports are enabled.
    function _agreedTime(Roster roster, Clock clock) private pure returns (uint256 result) {
        uint256 n = roster.count();
        if (!roster.isUnanimous()) {
            uint256[] memory times = new uint256[](n);
            for (uint256 i; i < n; ++i) times[i] = clock.timeAt(i);
            return kthLargest(times, roster.threshold());
        }
        result = clock.timeAt(0);
        for (uint256 i = 1; i < n; ++i) {
            uint256 time = clock.timeAt(i);
            if (time < result) result = time;
        }
    }

    /// @notice The k-th largest of `values`, counted from 1; 0 when there are fewer than k or k is 0.
    function kthLargest(uint256[] memory values, uint256 k) internal pure returns (uint256 result) {
        uint256 n = values.length;
        if (k == 0 || k > n) return 0;
        // A value is at least the k-th largest exactly when fewer than k values exceed it; the k-th largest is the least such one.
        result = type(uint256).max;
        for (uint256 i; i < n; ++i) {
            uint256 candidate = values[i];
            if (candidate >= result) continue;
            uint256 larger;
            for (uint256 j; j < n; ++j) if (values[j] > candidate) ++larger;
            if (larger < k) result = candidate;
        }
    }
}
