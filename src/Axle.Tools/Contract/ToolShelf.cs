using Axle.Schemas;
using Axle.Tools.Validation;

namespace Axle.Tools.Contract;

/// <summary>The tools of a catalog at one time. Never changes.</summary>
internal sealed class ToolShelf
{
    /// <summary>Letters of the longest name.</summary>
    public const int LongestName = 128;

    private readonly IReadOnlyList<ITool>[] _lists;
    private readonly Lazy<ToolSearchIndex> _index;

    private ToolShelf(Dictionary<string, CheckedTool> tools, Dictionary<string, string> quarantined, IReadOnlyList<ITool>[] lists)
    {
        (Tools, Quarantined, _lists) = (tools, quarantined, lists);
        Sorted = [.. tools.Values.Select(entry => entry.Tool).OrderBy(tool => tool.Description.Name, StringComparer.Ordinal)];
        _index = new Lazy<ToolSearchIndex>(() => new ToolSearchIndex(Sorted));
    }

    /// <summary>The words of the usable tools; read when somebody first searches.</summary>
    public ToolSearchIndex Index => _index.Value;

    /// <summary>Usable tools by name.</summary>
    public Dictionary<string, CheckedTool> Tools { get; }

    /// <summary>Names of tools that cannot be called, with the reason.</summary>
    public Dictionary<string, string> Quarantined { get; }

    /// <summary>Usable tools in the order of their names.</summary>
    public IReadOnlyList<ITool> Sorted { get; }

    /// <summary>Takes tools that stay.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: two have the same name, or one has none.</exception>
    public static ToolShelf Of(IEnumerable<ITool> tools)
    {
        var shelf = new ToolShelf(new(StringComparer.Ordinal), new(StringComparer.Ordinal), []);
        foreach (var tool in tools)
        {
            var name = tool.Description.Name;
            if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName)
            {
                throw new AxleException(ErrorKind.Validation, $"A tool of type {tool.GetType().Name} needs a name of 1 to {LongestName} characters.");
            }

            if (shelf.Tools.ContainsKey(name) || shelf.Quarantined.ContainsKey(name))
            {
                throw new AxleException(ErrorKind.Validation, $"Two tools are named '{name}'; give one of them another name.");
            }

            shelf.Put(tool, known: null);
        }

        return new ToolShelf(shelf.Tools, shelf.Quarantined, []);
    }

    /// <summary>Whether the sources still have the lists that this was made of.</summary>
    public bool IsOf(IToolSource[] sources)
    {
        if (sources.Length != _lists.Length)
        {
            return false;
        }

        for (var i = 0; i < sources.Length; i++)
        {
            if (!ReferenceEquals(sources[i].Tools, _lists[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>These tools and those of sources. A name that is taken already is put in quarantine: foreign tools hide no others.</summary>
    /// <param name="sources">Where more come from.</param>
    /// <param name="before">What there was, so that schemas are not read again.</param>
    public ToolShelf With(IToolSource[] sources, ToolShelf before)
    {
        IReadOnlyList<ITool>[] lists = [.. sources.Select(source => source.Tools)];
        var shelf = new ToolShelf(new(Tools, StringComparer.Ordinal), new(Quarantined, StringComparer.Ordinal), []);
        foreach (var (name, reason) in sources.SelectMany(source => source.Faulty))
        {
            shelf.Quarantined.TryAdd(name, reason);
        }

        foreach (var tool in lists.SelectMany(list => list))
        {
            var name = tool.Description.Name;
            if (shelf.Tools.ContainsKey(name))
            {
                shelf.Quarantined.TryAdd(name, $"the name is taken by a tool that is {Tools.GetValueOrDefault(name)?.Description.Origin ?? "of another source"}.");
            }
            else
            {
                shelf.Put(tool, before.Tools.GetValueOrDefault(name));
            }
        }

        return new ToolShelf(shelf.Tools, shelf.Quarantined, lists);
    }

    private void Put(ITool tool, CheckedTool? known)
    {
        try
        {
            Tools.Add(tool.Description.Name, known is not null && ReferenceEquals(known.Tool, tool) ? known : new CheckedTool(tool));
        }
        catch (Exception broken) when (broken is SchemaException or ArgumentException or ObjectDisposedException)
        {
            Quarantined.TryAdd(tool.Description.Name, $"the schema of its parameters is broken. {broken.Message}");
        }
    }
}
