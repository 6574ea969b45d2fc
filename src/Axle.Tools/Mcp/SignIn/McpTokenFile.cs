using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Authentication;

namespace Axle.Tools.Mcp.SignIn;

/// <summary>
/// The tokens that a person was given for one address, in <c>~/.axle/mcp-tokens</c>, where only that person may read. Bound to the whole address: a
/// server of the same name elsewhere gets none of them. Safe for concurrent use.
/// </summary>
public sealed class McpTokenFile : ITokenCache
{
    private readonly string _path;

    /// <summary>Names the file; nothing is read or written.</summary>
    /// <param name="homeDirectory">The user's home directory.</param>
    /// <param name="server">The server's address.</param>
    public McpTokenFile(string homeDirectory, Uri server)
    {
        ArgumentNullException.ThrowIfNull(server);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(server.AbsoluteUri)).AsSpan(0, 12));
        _path = Path.Combine(homeDirectory, ".axle", "mcp-tokens", $"{server.Host}-{hash}.json");
    }

    /// <summary>Whether somebody has signed in.</summary>
    public bool Exists => File.Exists(_path);

    /// <summary>Forgets the tokens.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Delete()
    {
        var existed = Exists;
        File.Delete(_path);
        return existed;
    }

    /// <inheritdoc/>
    public async ValueTask<TokenContainer?> GetTokensAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(_path);
            return await JsonSerializer.DeserializeAsync<TokenContainer>(file, JsonSerializerOptions.Web, cancellationToken);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            // A broken file is as none: the person signs in again, and it is written anew.
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask StoreTokensAsync(TokenContainer tokens, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(_path)!;
        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, Own | UnixFileMode.UserExecute);
        var beside = $"{_path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Own;
        await using (var file = new FileStream(beside, options))
            await JsonSerializer.SerializeAsync(file, tokens, JsonSerializerOptions.Web, cancellationToken);
        File.Move(beside, _path, overwrite: true);
    }
}
