using System.Globalization;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Faults;

/// <summary>Collects the faults of one file.</summary>
internal sealed class FaultList(SourceText source)
{
    // Faults past this number are only counted, so that a hostile file cannot make a million messages.
    private const int MostKept = 10 * SourceLimits.Faults;

    private readonly List<Entry> _entries = [];
    private int _count;

    /// <summary>The file.</summary>
    public SourceText Source { get; } = source;

    /// <summary>Whether there is any fault.</summary>
    public bool Any => _count > 0;

    /// <summary>Whether more faults are only counted, so that their words do not matter.</summary>
    public bool IsFull => _count > MostKept;

    /// <summary>Adds a fault at a node.</summary>
    public void Add(FaultCode code, Node node, string message, string cure) => Add(code, node, node.Offset, message, cure);

    /// <summary>Adds a fault at a place inside a node.</summary>
    public void Add(FaultCode code, Node? node, int offset, string message, string cure)
    {
        if (++_count <= MostKept)
            _entries.Add(new Entry(code, node, offset, message, cure));
    }

    /// <summary>The faults by position; after the hundredth one line says how many more there are.</summary>
    /// <param name="root">The whole file, in which paths are looked up; null when it could not be read.</param>
    public IReadOnlyList<Fault> ToFaults(Node? root)
    {
        if (_count == 0)
            return [];
        var shown = _entries.OrderBy(static e => e.Offset).Take(SourceLimits.Faults).ToList();
        var paths = NodePaths.Find(root, shown.Select(static e => e.Node));
        var faults = shown.ConvertAll(entry =>
        {
            var (line, column) = Source.Position(entry.Offset);
            var path = entry.Node is null ? "" : paths.GetValueOrDefault(entry.Node, "");
            return new Fault(Name(entry.Code), Source.FileAt(entry.Offset), line, column, path, entry.Message, entry.Cure);
        });
        if (_count > shown.Count)
        {
            faults.Add(faults[^1] with
            {
                Code = Name(FaultCode.MoreFaults),
                Path = "",
                Message = $"{_count - shown.Count:N0} more faults are not shown.",
                Cure = "Mend these first.",
            });
        }

        return faults;
    }

    /// <summary>The code as it is printed: <c>AXL0141</c>.</summary>
    public static string Name(FaultCode code) => string.Create(CultureInfo.InvariantCulture, $"AXL{(int)code:D4}");

    private readonly record struct Entry(FaultCode Code, Node? Node, int Offset, string Message, string Cure);
}
