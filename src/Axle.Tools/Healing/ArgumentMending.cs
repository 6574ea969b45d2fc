using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Schemas;
using Axle.Tools.Validation;

namespace Axle.Tools.Healing;

/// <summary>One walk over the arguments of one call beside their shape, mending what can be mended without a change of meaning.</summary>
/// <param name="faulty">JSON pointers of the values that the schema refused.</param>
/// <param name="mayGuess">Whether the nearest of several allowed values may be taken; not for tools that change the world.</param>
internal sealed class ArgumentMending(IReadOnlySet<string> faulty, bool mayGuess)
{
    /// <summary>More mends than this in one call are no slip any more.</summary>
    public const int MostMends = 32;

    private const int Deepest = 32;

    private static readonly string[] Wrappers = ["arguments", "args", "input", "parameters", "params", "toolinput", "kwargs"];

    /// <summary>What was changed, in order.</summary>
    public List<Mend> Mends { get; } = [];

    /// <summary>Mends the whole arguments.</summary>
    public JsonNode? Root(JsonNode? value, ArgumentShape shape)
    {
        if (value is JsonValue text && text.TryGetValue<string>(out var written) && LooseJsonReader.Read(written, out _) is JsonObject inner)
        {
            Note("", "string", "object", MendRung.Coerce);
            value = inner;
        }

        if (value is JsonObject { Count: 1 } outer && outer.First() is { Value: JsonObject wrapped } only
            && !shape.Properties.ContainsKey(only.Key) && Wrappers.Contains(PlainName.Of(only.Key)))
        {
            Note("", "object in an object", "object", MendRung.Unwrap);
            value = wrapped.DeepClone();
        }

        return Place(value, shape, "", 0);
    }

    private JsonNode? Place(JsonNode? value, ArgumentShape shape, string path, int depth)
    {
        if (depth > Deepest || Mends.Count >= MostMends || shape.IsProtected)
        {
            return value;
        }

        if (shape.Branches.Count > 0)
        {
            return Branch(value, shape, path, depth);
        }

        value = Kind(value, shape, path);
        return value switch
        {
            JsonObject members when KindName.Fits("object", shape.Types) => Members(members, shape, path, depth),
            JsonArray items when shape.Items is { } item => Items(items, item, path, depth),
            JsonValue plain => Plain(plain, shape, path),
            _ => value,
        };
    }

    /// <summary>The first alternative that takes the kind as it is; else the first that a coercion makes fit.</summary>
    private JsonNode? Branch(JsonNode? value, ArgumentShape shape, string path, int depth)
    {
        var kind = KindName.Of(value);
        if (shape.Branches.Find(branch => KindName.Fits(kind, branch.Types)) is { } fitting)
        {
            return Place(value, fitting, path, depth + 1);
        }

        foreach (var branch in shape.Branches.Where(static branch => !branch.IsProtected))
        {
            var before = Mends.Count;
            var mended = Kind(value, branch, path);
            if (Mends.Count > before)
            {
                return Place(mended, branch, path, depth + 1);
            }
        }

        return value;
    }

    private JsonNode? Kind(JsonNode? value, ArgumentShape shape, string path)
    {
        var kind = KindName.Of(value);
        if (KindName.Fits(kind, shape.Types))
        {
            return value;
        }

        if (ValueCoercion.TryCoerce(value, shape.Types, out var coerced))
        {
            Note(path, kind, KindName.Of(coerced), MendRung.Coerce);
            return coerced;
        }

        if (value is null || !shape.Types.Contains("array") || kind == "array")
        {
            return value;
        }

        // One value where a list of such values is wanted.
        if (shape.Items is null || KindName.Fits(kind, shape.Items.Types) || ValueCoercion.TryCoerce(value, shape.Items.Types, out _))
        {
            Note(path, kind, "array", MendRung.Coerce);
            return new JsonArray(value.DeepClone());
        }

        return value;
    }

    private JsonObject Members(JsonObject members, ArgumentShape shape, string path, int depth)
    {
        var names = NamesOf(members, shape, path);
        var mended = new JsonObject();
        foreach (var (written, value) in members)
        {
            var name = names.GetValueOrDefault(written, written);
            var place = $"{path}/{Escape(name)}";
            if (!shape.Properties.TryGetValue(name, out var child))
            {
                mended[name] = value?.DeepClone();
            }
            else if (IsEmpty(value, child, shape, name))
            {
                Note(place, KindName.Of(value), "missing", MendRung.Default);
            }
            else
            {
                var keeps = child.Sink is null && ShapeReader.IsSinkName(name) && value is JsonValue;
                mended[name] = (keeps ? value : Place(value?.DeepClone(), child, place, depth + 1))?.DeepClone();
            }
        }

        return mended;
    }

    /// <summary>Nothing where something optional may stand means: not given.</summary>
    private static bool IsEmpty(JsonNode? value, ArgumentShape child, ArgumentShape parent, string name) =>
        !parent.Required.Contains(name) && value is null && child.Values is null
        && (child.Branches.Count == 0 ? !KindName.Fits("null", child.Types) : child.Branches.TrueForAll(static b => !KindName.Fits("null", b.Types)));

    /// <summary>What the misspelt names were meant to be; a name that two could be meant by is left to the model.</summary>
    private Dictionary<string, string> NamesOf(JsonObject members, ArgumentShape shape, string path)
    {
        var meant = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!shape.IsClosed)
        {
            return meant;
        }

        var free = shape.Properties.Keys.Where(name => !members.ContainsKey(name)).ToList();
        foreach (var (written, _) in members.Where(member => !shape.Properties.ContainsKey(member.Key)))
        {
            var same = free.Where(name => PlainName.Of(name) == PlainName.Of(written)).Take(2).ToList();
            var found = same is [var only] ? only : same.Count == 0 ? NearestOf(written, free) : null;
            if (found is null || Mends.Count >= MostMends)
            {
                continue;
            }

            free.Remove(found);
            meant[written] = found;
            Note($"{path}/{Escape(found)}", written.Length <= 64 ? written : "a long name", found, MendRung.Name);
        }

        return meant;
    }

    private JsonArray Items(JsonArray items, ArgumentShape shape, string path, int depth) =>
        new([.. items.Select((item, index) =>
            Place(item?.DeepClone(), shape, string.Create(CultureInfo.InvariantCulture, $"{path}/{index}"), depth + 1)?.DeepClone())]);

    private JsonValue Plain(JsonValue value, ArgumentShape shape, string path)
    {
        if (shape.Values is { } allowed)
        {
            return Allowed(value, allowed, path);
        }

        if (!faulty.Contains(path))
        {
            return value;
        }

        if (value.TryGetValue<string>(out var text))
        {
            var trimmed = text.Trim();
            if (trimmed.Length == text.Length || trimmed.Length == 0)
            {
                return value;
            }

            Note(path, "string", "string", MendRung.Trim);
            return JsonValue.Create(trimmed);
        }

        return shape.Clamps ? Clamped(value, shape, path) : value;
    }

    private JsonValue Allowed(JsonValue value, IReadOnlyList<JsonElement> allowed, string path)
    {
        var written = JsonSerializer.SerializeToElement(value);
        if (allowed.Any(one => JsonElement.DeepEquals(one, written)))
        {
            return value;
        }

        var text = value.ToString();
        var same = allowed.Where(one => PlainName.Of(one.ToString()) == PlainName.Of(text)).Take(2).ToList();
        var names = allowed.Where(static one => one.ValueKind == JsonValueKind.String).Select(static one => one.GetString()!).ToList();
        JsonElement? found = same is [var only] ? only
            : same.Count == 0 && mayGuess && NearestOf(text, names) is { } nearest
                ? allowed.First(one => one.ValueKind == JsonValueKind.String && one.GetString() == nearest)
            : null;
        if (found is not { } meant)
        {
            return value;
        }

        Note(path, KindName.Of(written), KindName.Of(meant), MendRung.NearestValue);
        return JsonValue.Create(meant)!;
    }

    private JsonValue Clamped(JsonValue value, ArgumentShape shape, string path)
    {
        if (!value.TryGetValue<decimal>(out var number)
            && !decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number))
        {
            return value;
        }

        var end = shape.Least is { } least && number < least ? least : shape.Most is { } most && number > most ? most : (decimal?)null;
        if (end is not { } inside)
        {
            return value;
        }

        Note(path, KindName.Of(value), "a number inside the range", MendRung.Clamp);
        return decimal.IsInteger(inside) ? JsonValue.Create((long)inside) : JsonValue.Create(inside);
    }

    /// <summary>The nearest name, unless another is just as near.</summary>
    private static string? NearestOf(string written, IReadOnlyList<string> names)
    {
        if (NearestName.Find(written, names) is not { } nearest)
        {
            return null;
        }

        var distance = NearestName.Distance(written, nearest);
        return names.Any(name => name != nearest && NearestName.Distance(written, name) <= distance) ? null : nearest;
    }

    private void Note(string path, string from, string to, MendRung rung) => Mends.Add(new Mend(path, from, to, rung));

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
