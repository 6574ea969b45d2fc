namespace Axle.Tools.Sandbox.Launching;

/// <summary>Numbers of the system calls that the filter names. Source: the kernel's tables for x86-64 and for the generic list that arm64 uses.</summary>
/// <param name="CloneCall">clone.</param>
/// <param name="Clone3">clone3.</param>
/// <param name="Socket">socket.</param>
/// <param name="Refused">Calls that only serve to leave, to look into other processes, or to reach the kernel's rarely walked paths.</param>
internal sealed record SyscallNumbers(uint CloneCall, uint Clone3, uint Socket, uint[] Refused)
{
    // From number 424 on, all architectures share their numbers.
    private static readonly uint[] Shared =
    [
        425, // io_uring_setup
        426, // io_uring_enter
        427, // io_uring_register
        428, // open_tree
        429, // move_mount
        430, // fsopen
        431, // fsconfig
        432, // fsmount
        433, // fspick
        438, // pidfd_getfd
        440, // process_madvise
        442, // mount_setattr
        443, // quotactl_fd
        447, // memfd_secret
    ];

    public static SyscallNumbers X64 { get; } = new(56, 435, 41,
    [
        101, // ptrace
        103, // syslog
        135, // personality
        155, // pivot_root
        159, // adjtimex
        161, // chroot
        163, // acct
        164, // settimeofday
        165, // mount
        166, // umount2
        167, // swapon
        168, // swapoff
        169, // reboot
        172, // iopl
        173, // ioperm
        175, // init_module
        176, // delete_module
        179, // quotactl
        212, // lookup_dcookie
        227, // clock_settime
        246, // kexec_load
        248, // add_key
        249, // request_key
        250, // keyctl
        256, // migrate_pages
        272, // unshare
        279, // move_pages
        298, // perf_event_open
        300, // fanotify_init
        303, // name_to_handle_at
        304, // open_by_handle_at
        305, // clock_adjtime
        308, // setns
        310, // process_vm_readv
        311, // process_vm_writev
        312, // kcmp
        313, // finit_module
        320, // kexec_file_load
        321, // bpf
        323, // userfaultfd
        .. Shared,
    ]);

    public static SyscallNumbers Arm64 { get; } = new(220, 435, 198,
    [
        18, // lookup_dcookie
        39, // umount2
        40, // mount
        41, // pivot_root
        51, // chroot
        60, // quotactl
        89, // acct
        92, // personality
        97, // unshare
        104, // kexec_load
        105, // init_module
        106, // delete_module
        112, // clock_settime
        116, // syslog
        117, // ptrace
        142, // reboot
        170, // settimeofday
        171, // adjtimex
        217, // add_key
        218, // request_key
        219, // keyctl
        224, // swapon
        225, // swapoff
        238, // migrate_pages
        239, // move_pages
        241, // perf_event_open
        262, // fanotify_init
        264, // name_to_handle_at
        265, // open_by_handle_at
        266, // clock_adjtime
        268, // setns
        270, // process_vm_readv
        271, // process_vm_writev
        272, // kcmp
        273, // finit_module
        280, // bpf
        282, // userfaultfd
        294, // kexec_file_load
        .. Shared,
    ]);
}
