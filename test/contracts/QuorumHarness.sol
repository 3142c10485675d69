// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Clock} from "../../contracts/messaging/Clock.sol";
import {Quorum} from "../../contracts/messaging/Quorum.sol";
import {Roster} from "../../contracts/messaging/Roster.sol";

/// @title Quorum harness (test double)
/// @notice Quorum, Roster and Clock without an inbox around them. {run} plays whole scripts in one call, so that exhaustive tests take
/// seconds.
contract QuorumHarness {
    using Quorum for Quorum.Origin;

    enum Action {
        Attest,
        Enable,
        Disable,
        SetThreshold
    }

    /// @dev `transport` is a small number from 1; `value` is a vote or a threshold.
    struct Step {
        Action action;
        uint8 transport;
        uint8 key;
        uint8 value;
    }

    /// @dev What stood after a step: the accepted number of keys 0 and 1, and the selector of the error if the step reverted.
    struct Outcome {
        uint256 first;
        uint256 second;
        bytes4 failure;
    }

    Quorum.Origin private _origin;
    mapping(uint256 script => Quorum.Origin) private _origins;
    uint256 private _scripts;

    // ---------------------------------------------------------------------------------------------------- scripts

    /// @notice Plays each script on an origin of its own and says what stood after every step.
    function run(Step[][] calldata scripts) external returns (Outcome[][] memory outcomes) {
        outcomes = new Outcome[][](scripts.length);
        for (uint256 i; i < scripts.length; ++i) {
            uint256 script = ++_scripts;
            outcomes[i] = new Outcome[](scripts[i].length);
            for (uint256 j; j < scripts[i].length; ++j) {
                Outcome memory outcome = outcomes[i][j];
                try this.play(script, scripts[i][j]) {} catch (bytes memory reason) {
                    outcome.failure = bytes4(reason);
                }
                outcome.first = _origins[script].accepted(_keyOf(0));
                outcome.second = _origins[script].accepted(_keyOf(1));
            }
        }
    }

    /// @notice One step, as a call of its own so that its revert can be seen.
    function play(uint256 script, Step calldata step) external {
        Quorum.Origin storage origin = _origins[script];
        address transport = address(uint160(step.transport));
        if (step.action == Action.Attest) {
            uint256 seat = origin.requireSeat(transport);
            uint256 returned = origin.attest(seat, _keyOf(step.key), step.value);
            assert(returned == origin.accepted(_keyOf(step.key)));
        } else if (step.action == Action.Enable) {
            origin.enable(transport);
        } else if (step.action == Action.Disable) {
            origin.disable(transport);
        } else {
            origin.setThreshold(step.value);
        }
    }

    function _keyOf(uint256 key) private pure returns (bytes32) {
        return keccak256(abi.encode(key));
    }

    // ------------------------------------------------------------------------------------------------- one origin

    function enable(address transport) external {
        _origin.enable(transport);
    }

    function disable(address transport) external {
        _origin.disable(transport);
    }

    function setThreshold(uint8 threshold) external {
        _origin.setThreshold(threshold);
    }

    function attest(address transport, bytes32 key, uint256 value) external {
        _origin.attest(_origin.requireSeat(transport), key, value);
    }

    function attestTime(address transport, uint256 time) external {
        _origin.attestTime(_origin.requireSeat(transport), time);
    }

    function accepted(bytes32 key) external view returns (uint256) {
        return _origin.accepted(key);
    }

    function acceptedTime() external view returns (uint256) {
        return _origin.clock.latest();
    }

    function seatOf(address transport) external view returns (uint256) {
        return _origin.seatOf[transport];
    }

    function members() external view returns (address[] memory transports, uint256 threshold) {
        return _origin.members();
    }

    function ageAt(uint256 timestamp) external view returns (uint256) {
        return _origin.clock.age(timestamp);
    }

    function timeAt(uint256 position) external view returns (uint256) {
        return _origin.clock.timeAt(position);
    }

    function peakAt() external view returns (uint256) {
        return _origin.clock.peakAt();
    }

    function rosterWord() external view returns (uint256) {
        return Roster.unwrap(_origin.roster);
    }

    function clockWord() external view returns (uint256) {
        return Clock.unwrap(_origin.clock);
    }

    function kthLargest(uint256[] calldata values, uint256 k) external pure returns (uint256) {
        return Quorum.kthLargest(values, k);
    }
}
