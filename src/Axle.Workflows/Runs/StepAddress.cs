namespace Axle.Workflows.Runs;

/// <summary>Takes the address of a step apart: <c>each[3]/check</c> is <c>check</c> in list <c>3</c> of step <c>each</c>.</summary>
/// <param name="Owner">Address of the step that it is inside of; null for a step of the run itself.</param>
/// <param name="List">
/// Which list of its owner it is in: an item's, round's or case's number, a branch's name, <c>onError</c>, <c>compensate</c>, or nothing.
/// </param>
/// <param name="Key">The step's key.</param>
public sealed record StepAddress(string? Owner, string List, string Key)
{
    private static readonly string[] Lists = ["onError", "compensate"];

    /// <summary>The address without its owner's, for example <c>[3]/check</c>.</summary>
    public string Inner => Owner is null ? Key : List.Length == 0 ? Key : Lists.Contains(List) ? $"{List}/{Key}" : $"[{List}]/{Key}";

    /// <summary>Takes an address apart.</summary>
    /// <param name="path">The address.</param>
    /// <param name="exists">Whether there is a step of an address: a saga may have a step named <c>onError</c>.</param>
    public static StepAddress Of(string path, Func<string, bool> exists)
    {
        var slash = path.LastIndexOf('/');
        if (slash < 0)
            return new StepAddress(null, "", path);
        var (around, key) = (path[..slash], path[(slash + 1)..]);
        if (around.EndsWith(']') && around.LastIndexOf('[') is >= 0 and var bracket)
            return new StepAddress(around[..bracket], around[(bracket + 1)..^1], key);
        var before = around.LastIndexOf('/');
        return before >= 0 && Lists.Contains(around[(before + 1)..]) && !exists(around)
            ? new StepAddress(around[..before], around[(before + 1)..], key)
            : new StepAddress(around, "", key);
    }
}
