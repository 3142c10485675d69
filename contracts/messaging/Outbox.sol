// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ITransport} from "../interfaces/ITransport.sol";
import {Route} from "../types/Route.sol";
import {Inbox} from "./Inbox.sol";

/// @notice A message needs at least one transport to travel.
error Outbox_NoRoutes();
/// @notice The fees of the routes add up to more than the coins that came with the call.
error Outbox_FeesExceedValue(uint256 fees, uint256 value);
/// @notice Plain transfers are refused, so that nobody loses coins to a typing error; use `deposit`.
error Outbox_UnexpectedCoins(address from, uint256 value);

/// @title Outbox
/// @notice The sending side of both vault and hub: hands one message to any number of enabled transports, pays them what the caller
/// brought and gives the caller the rest back.
abstract contract Outbox is Inbox, ReentrancyGuardTransient {
    /// @notice Transports give back surplus fees here, while a send is under way.
    receive() external payable {
        if (!_reentrancyGuardEntered()) revert Outbox_UnexpectedCoins(msg.sender, msg.value);
    }

    /// @notice Sends `message` to `destination` through every route and refunds the caller. Call it with the reentrancy lock held.
    /// @param budget How much of `msg.value` may go into fees; the rest of the contract's coins are not touched.
    function _dispatch(bytes32 destination, bytes memory message, Route[] calldata routes, uint256 budget) internal {
        if (routes.length == 0) revert Outbox_NoRoutes();
        bytes memory recipient = _addressOf(destination);
        uint256 untouchable = address(this).balance - budget;
        uint256 fees;
        for (uint256 i; i < routes.length; ++i) {
            Route calldata route = routes[i];
            _requireEnabled(destination, route.transport);
            fees += route.fee;
            if (fees > budget) revert Outbox_FeesExceedValue(fees, budget);
            ITransport(route.transport).sendMessage{value: route.fee}(recipient, message, route.attributes);
        }
        // Surplus that a transport gave back has raised the balance again.
        uint256 refund = address(this).balance - untouchable;
        if (refund != 0) Address.sendValue(payable(msg.sender), refund);
    }

    /// @dev Fee of each route for a message of this content.
    function _quote(
        bytes32 destination,
        bytes memory message,
        Route[] calldata routes
    ) internal view returns (uint256[] memory fees) {
        bytes memory recipient = _addressOf(destination);
        fees = new uint256[](routes.length);
        for (uint256 i; i < routes.length; ++i) {
            _requireEnabled(destination, routes[i].transport);
            fees[i] = ITransport(routes[i].transport).quote(recipient, message, routes[i].attributes);
        }
    }

    /// @dev The transports that are given in `routes`, for the log.
    function _transportsOf(Route[] calldata routes) internal pure returns (address[] memory transports_) {
        transports_ = new address[](routes.length);
        for (uint256 i; i < routes.length; ++i) transports_[i] = routes[i].transport;
    }
}
