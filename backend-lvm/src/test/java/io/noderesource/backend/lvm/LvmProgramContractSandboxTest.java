package io.noderesource.backend.lvm;

/** LVM's program, a child process for each command, keeps the contract. */
class LvmProgramContractSandboxTest extends LvmContract {
    LvmProgramContractSandboxTest() {
        super(EngineKind.LVM);
    }
}
