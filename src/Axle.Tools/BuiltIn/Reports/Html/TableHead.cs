namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>Writes the head of a table.</summary>
internal static class TableHead
{
    /// <summary>A head row; names that start with <c>#</c> head a column of numbers.</summary>
    public static Fragment Of(params IEnumerable<string> names) => Fragment.Of(
        $"<thead><tr>{Fragment.Join(names.Select(Cell))}</tr></thead>");

    /// <summary>A head row for readers who do not see the table.</summary>
    public static Fragment Hidden(params IEnumerable<string> names) => Fragment.Of(
        $"<thead class=\"vh\"><tr>{Fragment.Join(names.Select(Cell))}</tr></thead>");

    private static Fragment Cell(string name) => name.StartsWith('#')
        ? Fragment.Of($"<th scope=\"col\" class=\"num\">{name[1..]}</th>")
        : Fragment.Of($"<th scope=\"col\">{name}</th>");
}
