package io.noderesource.backend.lvm;

/** LVM's command library in this process keeps the contract. */
class Lvm2CmdContractSandboxTest extends LvmContract {
    Lvm2CmdContractSandboxTest() {
        super(EngineKind.LIBLVM2CMD);
    }
}
