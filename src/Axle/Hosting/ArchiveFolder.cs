using Axle.Workflows.Ports;

namespace Axle.Hosting;

/// <summary>Keeps archives of runs as files of a folder. A file has its name when all of it is on the disk, and not before.</summary>
/// <param name="path">The folder; it is made when it is not there.</param>
public sealed class ArchiveFolder(string path) : IArchivePlace
{
    /// <inheritdoc/>
    public async ValueTask WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        Directory.CreateDirectory(path);
        var file = Path.Combine(path, name);
        var unfinished = file + ".part";
        try
        {
            await using (var output = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await write(output, cancellationToken);
                output.Flush(flushToDisk: true);
            }

            File.Move(unfinished, file, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
