namespace Axle.Tools.Mcp.Settings;

/// <summary>
/// Which servers of a project's files the user has agreed to. A file that comes with a project can name any program to be started, and any
/// address to send secrets to, so nothing of it is used before somebody looked at it once; a changed entry is looked at again.
/// </summary>
public sealed class McpTrust
{
    /// <summary>The environment variable that agrees to every server, for machines where nobody can be asked: <c>1</c>.</summary>
    public const string Variable = "AXLE_MCP_TRUST";

    private const int Largest = 4 * 1024 * 1024;

    private readonly string? _file;
    private readonly bool _all;

    /// <summary>Knows the user's list.</summary>
    /// <param name="homeDirectory">The user's home directory; null for none, so that nothing is agreed to.</param>
    /// <param name="environment">Returns a variable's value, or null.</param>
    public McpTrust(string? homeDirectory, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        _file = homeDirectory is null ? null : Path.Combine(homeDirectory, ".axle", "mcp-trusted");
        _all = environment(Variable) == "1";
    }

    /// <summary>Whether the user agreed to this entry, as it stands now.</summary>
    public bool Has(McpServerSettings server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return _all || server.Fingerprint.Length == 0 || Lines().Contains(server.Fingerprint, StringComparer.Ordinal);
    }

    /// <summary>Agrees to an entry.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: there is no home directory to keep that in.</exception>
    public void Add(McpServerSettings server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (_file is null)
            throw new AxleException(ErrorKind.Validation, $"There is no home directory to remember this in. Set HOME, or {Variable}=1.");
        if (Has(server))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        File.AppendAllText(_file, server.Fingerprint + "\n");
    }

    private string[] Lines() => _file is not null && new FileInfo(_file) is { Exists: true, Length: <= Largest } ? File.ReadAllLines(_file) : [];
}
