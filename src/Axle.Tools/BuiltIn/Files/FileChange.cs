namespace Axle.Tools.BuiltIn.Files;

/// <summary>What a tool did to a file, or would do.</summary>
/// <param name="Path">The file.</param>
/// <param name="Applied">Whether it was done; false when effects are not allowed.</param>
/// <param name="Change">What: <c>created</c>, <c>replaced</c>, <c>unchanged</c>, <c>edited</c>, <c>moved</c>, <c>deleted</c>.</param>
/// <param name="Note">What to know or do next.</param>
internal sealed record FileChange(string Path, bool Applied, string Change, string Note)
{
    private const string Planned = "Planned only. Run with --apply to carry it out.";

    /// <summary>A change that was carried out or, without leave for effects, planned.</summary>
    public static FileChange Of(string path, bool apply, string change, string done) => new(path, apply, change, apply ? done : Planned);
}
