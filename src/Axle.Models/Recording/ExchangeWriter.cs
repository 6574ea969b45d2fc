using System.Text;

namespace Axle.Models.Recording;

/// <summary>
/// Adds exchanges to a file, each in one write, so that a process that is killed loses none that was written and leaves at most one torn line, which
/// the next writer removes. Safe for concurrent use; one process a file. Only its owner may read the file.
/// </summary>
internal sealed class ExchangeWriter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: the file cannot be written.</exception>
    public ExchangeWriter(string path)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            _file = new FileStream(path, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AxleException(ErrorKind.Validation,
                $"Model traffic cannot be recorded into '{Path.GetFileName(path)}': {e.GetType().Name}. Choose another recording.file, or end the process that writes to it.", e);
        }

        RemoveTornLine();
    }

    /// <summary>Adds an exchange.</summary>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Add(ModelExchange exchange)
    {
        var line = Encoding.UTF8.GetBytes(ExchangeFile.ToLine(exchange) + "\n");
        lock (_gate)
            _file.Write(line);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_file.CanWrite)
                _file.Flush(flushToDisk: true);
            _file.Dispose();
        }
    }

    private void RemoveTornLine()
    {
        var end = _file.Length;
        while (end > 0)
        {
            _file.Position = end - 1;
            if (_file.ReadByte() == '\n')
                break;
            end--;
        }

        if (end < _file.Length)
            _file.SetLength(end);
        _file.Position = end;
    }
}
