// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Module} from "../../contracts/hub/Module.sol";
import {Call, IHub} from "../../contracts/interfaces/IHub.sol";

/// @notice What the module was told to fail with.
error ModuleDouble_Failed(uint256 code);

/// @title Module double (test double)
/// @notice Does for anybody whatever a module can do: the worst module governance could register.
contract ModuleDouble is Module {
    struct Release {
        bytes32 account;
        bytes32 vault;
        bytes32 asset;
        uint256 amount;
        bytes32 recipient;
    }

    constructor(address hub) Module(hub) {}

    /// @notice Releases from any account, in order. Not restricted to the hub, so that tests can try it from outside of a batch.
    function release(Release[] calldata releases) external {
        for (uint256 i; i < releases.length; ++i) _release(HUB, releases[i]);
    }

    /// @notice Releases, and takes it back by a revert that stays inside.
    function releaseAndUndo(Release calldata releaseFields) external {
        try this.releaseAndFail(HUB, releaseFields) {
            assert(false);
        } catch (bytes memory reason) {
            assert(bytes4(reason) == ModuleDouble_Failed.selector);
        }
    }

    /// @notice Second half of {releaseAndUndo}.
    function releaseAndFail(IHub hub, Release calldata releaseFields) external {
        _release(hub, releaseFields);
        revert ModuleDouble_Failed(1);
    }

    /// @notice Enters the batch again.
    function nest(Call[] calldata calls) external payable returns (bytes[] memory) {
        return HUB.batch{value: msg.value}(calls);
    }

    /// @notice Enters the batch again and swallows what goes wrong.
    function nestAndSwallow(Call[] calldata calls) external payable returns (bytes memory reason) {
        try HUB.batch(calls) {
            reason = "";
        } catch (bytes memory caught) {
            reason = caught;
        }
    }

    /// @notice Calls anybody.
    function call(address target, bytes calldata data) external payable returns (bytes memory) {
        (bool success, bytes memory result) = target.call{value: msg.value}(data);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(result, 32), mload(result))
            }
        }
        return result;
    }

    function fail(uint256 code) external pure {
        revert ModuleDouble_Failed(code);
    }

    /// @notice Who called the batch, as the kernel says, and the coins that came along.
    function whoami() external payable onlyHub returns (address, uint256) {
        return (_caller(), msg.value);
    }

    function _release(IHub hub, Release calldata r) private {
        hub.release(r.account, r.vault, r.asset, r.amount, r.recipient);
    }
}
