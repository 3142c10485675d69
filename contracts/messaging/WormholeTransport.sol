// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC7786GatewaySource} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ITransport} from "../interfaces/ITransport.sol";
import {Interoperable} from "../types/Interoperable.sol";
import {Envelope} from "./Envelope.sol";
import {IWormholeCore} from "./IWormholeCore.sol";
import {Transport, Transport_FeeTooLow, Transport_UnknownChain} from "./Transport.sol";

/// @notice The core contract does not accept the VAA; the reason is the core's own.
error WormholeTransport_InvalidVaa(string reason);
/// @notice The VAA's emitter is not the transport registered for that Wormhole chain.
error WormholeTransport_WrongEmitter(uint16 wormholeChain, bytes32 emitter);
/// @notice The VAA was signed at another consistency level than the one that means "finalised" on that chain.
error WormholeTransport_NotFinalised(uint8 required, uint8 consistencyLevel);
/// @notice Only the transport calls itself here.
error WormholeTransport_OnlySelf(address caller);
/// @notice A Wormhole chain number stands for one chain for ever, and zero for none.
error WormholeTransport_BadChain(bytes chain, uint16 wormholeChain);

/// @title Wormhole transport
/// @notice Publishes envelopes through the Wormhole core contract and delivers those that the guardians have signed. Anyone may deliver;
/// a VAA may be delivered any number of times, since receivers take maxima: there is no replay table.
///
/// Trust: 13 of 19 guardians (the current set), who observe at the consistency level each chain is registered with.
contract WormholeTransport is Transport, Ownable {
    struct Peer {
        bytes32 emitter;
        uint8 consistencyLevel;
        bytes chain;
    }

    /// @notice The core contract of this chain.
    IWormholeCore public immutable CORE;
    /// @notice Consistency level of outgoing messages; on EVM chains 1 means finalised.
    uint8 public immutable CONSISTENCY_LEVEL;

    mapping(uint16 wormholeChain => Peer) private _peers;
    mapping(bytes32 chainHash => uint16 wormholeChain) private _wormholeChains;

    /// @notice Messages of `emitter` on that chain count from now on (zero emitter: none do).
    event ChainSet(bytes chain, uint16 indexed wormholeChain, bytes32 emitter, uint8 consistencyLevel);

    /// @notice Binds the transport to one core contract.
    /// @param core Wormhole core contract.
    /// @param owner Governance.
    /// @param consistencyLevel Level to publish with; must mean "finalised" on this chain.
    constructor(address core, address owner, uint8 consistencyLevel) Ownable(owner) {
        CORE = IWormholeCore(core);
        CONSISTENCY_LEVEL = consistencyLevel;
    }

    /// @notice Registers a chain: its Wormhole number, the one emitter believed there and the one consistency level accepted. Owner only.
    /// @param chain ERC-7930 address of the chain alone.
    function setChain(
        bytes calldata chain,
        uint16 wormholeChain,
        bytes32 emitter,
        uint8 consistencyLevel
    ) external onlyOwner {
        if (wormholeChain == 0) revert WormholeTransport_BadChain(chain, wormholeChain);
        // A chain keeps its number and a number its chain: re-registering may only change emitter and level.
        bytes storage known = _peers[wormholeChain].chain;
        uint16 number = _wormholeChains[keccak256(chain)];
        bool isNew = known.length == 0 && number == 0;
        if (!isNew && (keccak256(known) != keccak256(chain) || number != wormholeChain)) {
            revert WormholeTransport_BadChain(chain, wormholeChain);
        }
        _peers[wormholeChain] = Peer(emitter, consistencyLevel, chain);
        _wormholeChains[keccak256(chain)] = wormholeChain;
        emit ChainSet(chain, wormholeChain, emitter, consistencyLevel);
    }

    /// @notice Emitter and consistency level believed on a Wormhole chain, and the chain's ERC-7930 name.
    function peerOf(
        uint16 wormholeChain
    ) external view returns (bytes32 emitter, uint8 consistencyLevel, bytes memory chain) {
        Peer storage peer = _peers[wormholeChain];
        return (peer.emitter, peer.consistencyLevel, peer.chain);
    }

    /// @inheritdoc ITransport
    function quote(
        bytes calldata recipient,
        bytes calldata,
        bytes[] calldata attributes
    ) external view returns (uint256) {
        _requireKnown(recipient);
        _gasLimit(attributes);
        return CORE.messageFee();
    }

    /// @inheritdoc IERC7786GatewaySource
    /// @dev Nobody prepays the delivery, so a gas limit is accepted and not used. The send id is the Wormhole sequence plus one.
    function sendMessage(
        bytes calldata recipient,
        bytes calldata payload,
        bytes[] calldata attributes
    ) external payable returns (bytes32 sendId) {
        _requireKnown(recipient);
        _gasLimit(attributes);
        uint256 fee = CORE.messageFee();
        if (msg.value < fee) revert Transport_FeeTooLow(fee, msg.value);
        bytes memory sender = Interoperable.local(msg.sender);
        uint64 sequence = CORE.publishMessage{value: fee}(
            0,
            Envelope.encode(sender, recipient, payload),
            CONSISTENCY_LEVEL
        );
        sendId = bytes32(uint256(sequence) + 1);
        emit MessageSent(sendId, sender, recipient, payload, 0, attributes);
        if (msg.value > fee) Address.sendValue(payable(msg.sender), msg.value - fee);
    }

    /// @notice Delivers a signed message to its recipient. Anyone may call, any number of times. Do not rely on a gas estimate for a
    /// release: see {IVault}.
    function deliver(bytes calldata vaa) external {
        (IWormholeCore.VM memory vm, bool valid, string memory reason) = CORE.parseAndVerifyVM(vaa);
        if (!valid) revert WormholeTransport_InvalidVaa(reason);
        Peer storage peer = _peers[vm.emitterChainId];
        if (vm.emitterAddress == 0 || peer.emitter != vm.emitterAddress) {
            revert WormholeTransport_WrongEmitter(vm.emitterChainId, vm.emitterAddress);
        }
        if (vm.consistencyLevel != peer.consistencyLevel) {
            revert WormholeTransport_NotFinalised(peer.consistencyLevel, vm.consistencyLevel);
        }
        this.open(vm.payload, peer.chain, vm.hash);
    }

    /// @notice Second half of {deliver}, as a call of its own so that the payload can be read as calldata. Only this contract.
    function open(bytes calldata envelope, bytes calldata chain, bytes32 receiveId) external {
        if (msg.sender != address(this)) revert WormholeTransport_OnlySelf(msg.sender);
        (bytes calldata sender, bytes calldata recipient, bytes calldata payload) = Envelope.decode(envelope);
        _requireSenderOn(chain, sender);
        _deliver(receiveId, sender, recipient, payload);
    }

    function _requireKnown(bytes calldata recipient) private view {
        if (!Interoperable.isCanonical(recipient) || _wormholeChains[keccak256(Interoperable.chainOf(recipient))] == 0)
            revert Transport_UnknownChain(recipient);
    }
}
