using System.Text.Encodings.Web;
using System.Text.Json;

namespace Axle.Schemas.Rules;

/// <summary>How names of properties are written in messages.</summary>
internal static class NameText
{
    private const int LongestShown = 64;
    private const int MostShown = 12;

    /// <summary>Writes names as JSON without needless escapes; never shown in a web page as it is.</summary>
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Show(string name) => name.Length <= LongestShown ? $"'{name}'" : $"'{name[..LongestShown]}…'";

    public static string Unknown(string name, IReadOnlyCollection<string> known)
    {
        if (NearestName.Find(name, known) is { } nearest)
        {
            return $"unknown property {Show(name)}; did you mean {Show(nearest)}?";
        }

        return known.Count == 0
            ? $"unknown property {Show(name)}; none is allowed here"
            : $"unknown property {Show(name)}; known are {string.Join(", ", known.Take(MostShown).Select(Show))}{(known.Count > MostShown ? ", …" : "")}";
    }
}
