namespace Axle.Tools.Sandbox.Launching;

/// <summary>The filter of system calls as a file that has no name any more: it is opened through this process, and nothing of it is left behind.</summary>
internal sealed class FilterFile : IDisposable
{
    private readonly FileStream _file;

    private FilterFile(FileStream file) => _file = file;

    /// <summary>What a child of this process opens it by.</summary>
    public string Path => $"/proc/{Environment.ProcessId}/fd/{_file.SafeFileHandle.DangerousGetHandle()}";

    /// <exception cref="AxleException"><see cref="ErrorKind.Refused"/>: no filter is known for this processor.</exception>
    public static FilterFile Open()
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("The sandbox needs Linux.");
        var filter = SyscallFilter.ForThisMachine()
            ?? throw new AxleException(ErrorKind.Refused, "The sandbox knows no filter of system calls for this processor; it runs on x86-64 and arm64.");
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"axle-filter-{Guid.NewGuid():N}");
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        File.Delete(path);
        file.Write(filter);
        file.Flush();
        return new FilterFile(file);
    }

    public void Dispose() => _file.Dispose();
}
