using System.Text.Json;
using Axle.Cli.Hosting;
using Axle.Cli.Output.Documents;

namespace Axle.Cli.Servers;

/// <summary>
/// The servers that <c>ax login</c> has signed in at, with the key of each, in <c>~/.axle/servers.json</c>, which its owner alone may read and write.
/// </summary>
/// <param name="outside">Where the home directory is.</param>
internal sealed class ServerBook(Outside outside)
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The file.</summary>
    public string Path { get; } = System.IO.Path.Combine(
        outside.Environment("HOME") ?? outside.Environment("USERPROFILE")
            ?? throw new AxleException(ErrorKind.Validation, "There is no home directory to keep keys of servers in. Set HOME."),
        ".axle", "servers.json");

    /// <summary>A server that is kept, by its address or the name of its host; null when there is none.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: more than one has this host.</exception>
    public KeptServer? Find(string address)
    {
        var kept = Read();
        if (ServerAddress.TryRead(address, out var url))
            return Array.Find(kept, s => s.Url == url);
        var named = Array.FindAll(kept, s => string.Equals(s.Url.Host, address, StringComparison.OrdinalIgnoreCase)
            || string.Equals(s.Url.Authority, address, StringComparison.OrdinalIgnoreCase));
        return named.Length <= 1 ? named.FirstOrDefault() : throw new AxleException(
            ErrorKind.Validation, $"More than one server has the name '{address}': {string.Join(", ", named.Select(static s => s.Url))}. Give the whole address.");
    }

    /// <summary>Keeps a server with its key, in place of an older one.</summary>
    public void Keep(KeptServer server) => Write([.. Read().Where(s => s.Url != server.Url), server]);

    /// <summary>Forgets a server; false when there was none.</summary>
    public bool Forget(Uri url)
    {
        var kept = Read();
        var left = Array.FindAll(kept, s => s.Url != url);
        if (left.Length < kept.Length)
            Write(left);
        return left.Length < kept.Length;
    }

    private KeptServer[] Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path), DocumentJson.Default.KeptServerArray) ?? [];
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (JsonException fault)
        {
            throw new AxleException(ErrorKind.Validation, $"{Path} is not what 'ax login' wrote: {fault.Message} Remove it, and sign in again.", fault);
        }
    }

    private void Write(KeptServer[] servers)
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        Directory.CreateDirectory(folder);
        var beside = $"{Path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Own;
        using (var file = new FileStream(beside, options))
            JsonSerializer.Serialize(file, servers, DocumentJson.Default.KeptServerArray);
        File.Move(beside, Path, overwrite: true);
    }
}

/// <summary>A server that somebody has signed in at.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Token">The key.</param>
internal sealed record KeptServer(Uri Url, string Token);
