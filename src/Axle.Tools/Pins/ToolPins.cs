using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Axle.Tools.Contract;

namespace Axle.Tools.Pins;

/// <summary>
/// Descriptions of tools from outside, as a person has accepted them: name, purpose and schema by their hash. A tool whose description changed
/// since then may tell a model something else than the person read, so it is not called until someone accepts it again. Kept in a small text file
/// that belongs into version control: a line a tool, hash and name.
/// </summary>
public sealed class ToolPins
{
    private const int MostPins = 10_000;

    private readonly string _file;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, string> _hashes;

    private ToolPins(string file, SortedDictionary<string, string> hashes) => (_file, _hashes) = (file, hashes);

    /// <summary>Reads the pins of a workspace: <c>.axle/tools.lock</c>, which need not exist.</summary>
    /// <exception cref="AxleException">Kind Validation: a line of the file cannot be read.</exception>
    public static ToolPins Open(string workspace)
    {
        ArgumentException.ThrowIfNullOrEmpty(workspace);
        var file = Path.Combine(Path.GetFullPath(workspace), ".axle", "tools.lock");
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (index, line) in (File.Exists(file) ? File.ReadLines(file) : []).Take(MostPins).Index())
        {
            if (line.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            if (line.Split(' ', 2) is not [{ Length: 64 } hash, { Length: > 0 } name])
            {
                throw new AxleException(ErrorKind.Validation,
                    $"{file}:{index + 1}: a line is a hash of 64 signs, a blank and the tool's name. Remove it and run 'ax tool accept'.");
            }

            hashes[name] = hash;
        }

        return new ToolPins(file, hashes);
    }

    /// <summary>The hash of what a model is told of a tool, and of what its server says about effects.</summary>
    public static string HashOf(ToolDescription tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        var told = $"{tool.Name}\n{tool.Effect}\n{tool.Idempotent}\n{tool.Purpose}\n{tool.Parameters.GetRawText()}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(told)));
    }

    /// <summary>How a tool from outside stands to its pin.</summary>
    public PinState StateOf(ToolDescription tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        lock (_gate)
        {
            return !_hashes.TryGetValue(tool.Name, out var hash) ? PinState.New : hash == HashOf(tool) ? PinState.Same : PinState.Changed;
        }
    }

    /// <summary>
    /// Pins tools that are seen for the first time; changed ones are left as they are. Where the file cannot be written, the pins hold for this
    /// process only.
    /// </summary>
    /// <param name="tools">Tools from outside.</param>
    public void PinNew(IEnumerable<ToolDescription> tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        lock (_gate)
        {
            var added = tools.Count(tool => _hashes.Count < MostPins && _hashes.TryAdd(tool.Name, HashOf(tool)));
            try
            {
                if (added > 0)
                {
                    Save();
                }
            }
            catch (Exception readOnly) when (readOnly is IOException or UnauthorizedAccessException)
            {
                // A project directory that may only be read is no reason to do without tools.
            }
        }
    }

    /// <summary>Accepts a description as it is now: a person has read it.</summary>
    public void Accept(ToolDescription tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        lock (_gate)
        {
            _hashes[tool.Name] = HashOf(tool);
            Save();
        }
    }

    /// <summary>The tool itself, or, when its description changed since it was accepted, one that refuses every call and says why.</summary>
    public ITool Guard(ITool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return StateOf(tool.Description) == PinState.Changed ? new ChangedTool(tool.Description) : tool;
    }

    /// <summary>What a tool says of itself, also when it is kept from models.</summary>
    public static ToolDescription Offered(ITool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return tool is ChangedTool changed ? changed.Offered : tool.Description;
    }

    private void Save()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        var beside = $"{_file}.{Guid.CreateVersion7():N}.tmp";
        File.WriteAllLines(beside, ["# Descriptions of tools from outside, as they were accepted. 'ax tool accept NAME' changes a line.",
            .. _hashes.Select(static pin => $"{pin.Value} {pin.Key}")]);
        File.Move(beside, _file, overwrite: true);
    }

    /// <summary>A tool that is told of, but not in its new words, and not called.</summary>
    private sealed class ChangedTool(ToolDescription tool) : ITool
    {
        public ToolDescription Offered => tool;

        // The new words are not shown to models: they may be the attack.
        public ToolDescription Description { get; } = tool with
        {
            Purpose = "Cannot be called: its description changed since it was accepted.",
            Parameters = JsonElement.Parse("""{"type":"object"}"""),
        };

        public ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken) => throw new AxleException(
            ErrorKind.Refused, $"'{tool.Name}' was not called: its description changed since it was accepted. "
                + $"Read it with 'ax tool show {tool.Name}', then run 'ax tool accept {tool.Name}'.");
    }
}
