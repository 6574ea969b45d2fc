namespace Axle.Tools.Healing;

/// <summary>Names without what people and models write differently: letter case and separators.</summary>
internal static class PlainName
{
    /// <summary><c>maxResults</c>, <c>max_results</c> and <c>Max-Results</c> are one name: <c>maxresults</c>.</summary>
    public static string Of(string name) => string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
}
