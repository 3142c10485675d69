// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CustodyView, IHub, PriceView} from "../interfaces/IHub.sol";
import {CollateralStateMessage as Csm, Header} from "../messaging/CollateralStateMessage.sol";
import {Ids} from "../types/Ids.sol";
import {Interoperable} from "../types/Interoperable.sol";

/// @title Sequenced registers that vaults relay
/// @notice Delegates, payout addresses, custody reports and prices: not amounts, so the newest sequence wins instead of the maximum.
/// The inbox calls in only with tuples on which M transports agree.
abstract contract HubRegisters is IHub {
    struct Delegate {
        address delegate;
        uint64 sequence;
    }

    struct Payout {
        bytes32 recipient;
        uint64 sequence;
    }

    /// @dev By who said so: sequences are each vault's own, so what an earlier identity source has said neither outranks a new one nor
    /// can be replayed once the earlier one is appointed again.
    mapping(bytes32 origin => mapping(bytes32 account => Delegate)) private _delegates;
    /// @dev The vault that has last proven, with a delegate register, on which chain the account's owner lives.
    mapping(bytes32 account => bytes32 vault) private _identityOf;
    /// @dev By who said so: the leaf does not prove whose account it is, so it is believed only when it is read (see {payoutOf}).
    mapping(bytes32 origin => mapping(bytes32 account => mapping(bytes32 vault => Payout))) private _payouts;
    mapping(bytes32 vault => mapping(bytes32 asset => CustodyView)) private _custody;
    mapping(bytes32 vault => mapping(bytes32 asset => PriceView)) private _prices;
    mapping(bytes32 chain => bytes32 vault) private _identitySources;

    /// @dev Takes the register over if it is newer and the vault may speak about it; else does nothing.
    function _mergeRegisterOf(
        bytes32 hub,
        Header memory header,
        bytes calldata message,
        uint8 leafType,
        uint256 offset
    ) internal {
        if (leafType == Csm.CUSTODY) _mergeCustody(header, message, offset);
        else if (leafType == Csm.DELEGATE) _mergeDelegate(hub, header.origin, message, offset);
        else if (leafType == Csm.PAYOUT) _mergePayout(header.origin, message, offset);
        else _mergePrice(header.origin, message, offset);
    }

    /// @dev Only the identity source of the owner's chain is believed, and only about accounts that follow from an owner on that
    /// chain: the account id itself is the proof.
    function _mergeDelegate(bytes32 hub, bytes32 vault, bytes calldata message, uint256 offset) private {
        (bytes32 account, bytes32 ownerWord, uint32 subId, address delegate, uint64 sequence) = Csm.delegate(
            message,
            offset
        );
        Delegate storage register = _delegates[vault][account];
        if (sequence <= register.sequence) return;
        bytes memory vaultAddress = _addressOfVault(vault);
        if (_identitySources[keccak256(Interoperable.chainOf(vaultAddress))] != vault) return;
        (bool isAddress, bytes memory owner) = Interoperable.tryOnChainOf(vaultAddress, ownerWord);
        if (!isAddress || Ids.ofAccount(hub, owner, subId) != account) return;
        (register.delegate, register.sequence) = (delegate, sequence);
        _identityOf[account] = vault;
        emit DelegateMerged(account, vault, delegate, sequence);
    }

    function _mergePayout(bytes32 origin, bytes calldata message, uint256 offset) private {
        (bytes32 account, bytes32 vault, bytes32 recipient, uint64 sequence) = Csm.payout(message, offset);
        Payout storage register = _payouts[origin][account][vault];
        if (sequence <= register.sequence) return;
        (register.recipient, register.sequence) = (recipient, sequence);
        emit PayoutMerged(account, vault, origin, recipient, sequence);
    }

    function _mergeCustody(Header memory header, bytes calldata message, uint256 offset) private {
        (bytes32 asset, uint128 totalCredited, uint128 totalPaid, uint128 balance) = Csm.custody(message, offset);
        CustodyView storage register = _custody[header.origin][asset];
        if (header.sourceSeq <= register.sequence) return;
        (register.totalCredited, register.totalPaid) = (totalCredited, totalPaid);
        (register.balance, register.sequence) = (balance, header.sourceSeq);
        emit CustodyMerged(header.origin, asset, totalCredited, totalPaid, balance, header.sourceSeq);
    }

    function _mergePrice(bytes32 origin, bytes calldata message, uint256 offset) private {
        (bytes32 asset, uint128 value, uint64 confidence, uint64 publishTime) = Csm.price(message, offset);
        PriceView storage register = _prices[origin][asset];
        if (publishTime <= register.publishTime) return;
        (register.price, register.confidence, register.publishTime) = (value, confidence, publishTime);
        emit PriceMerged(origin, asset, value, confidence, publishTime);
    }

    /// @dev ERC-7930 address of a registered vault.
    function _addressOfVault(bytes32 vault) internal view virtual returns (bytes memory);

    function _setIdentitySource(bytes memory vaultAddress, bytes32 vault) internal {
        bytes memory chain = Interoperable.chainOf(vaultAddress);
        _identitySources[keccak256(chain)] = vault;
        emit IdentitySourceSet(chain, vault);
    }

    // ----------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IHub
    function delegateOf(
        bytes32 account
    ) external view returns (address delegate, uint64 sequence, bytes32 identitySource) {
        identitySource = _identityOf[account];
        Delegate storage register = _delegates[identitySource][account];
        return (register.delegate, register.sequence, identitySource);
    }

    /// @inheritdoc IHub
    function payoutOf(bytes32 account, bytes32 vault) external view returns (bytes32 recipient, uint64 sequence) {
        Payout storage register = _payouts[_identityOf[account]][account][vault];
        return (register.recipient, register.sequence);
    }

    /// @inheritdoc IHub
    function custodyOf(bytes32 vault, bytes32 asset) external view returns (CustodyView memory) {
        return _custody[vault][asset];
    }

    /// @inheritdoc IHub
    function priceOf(bytes32 vault, bytes32 asset) external view returns (PriceView memory) {
        return _prices[vault][asset];
    }
}
