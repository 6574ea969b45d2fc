using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Axle.Models;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.OpenAi.Chat;

/// <summary>Tells who answered, what it cost and how the cache stood: in headers of answers, and in the last event of streams.</summary>
internal static class CallFacts
{
    /// <summary>Sets the headers.</summary>
    public static void SetHeaders(IHeaderDictionary headers, ModelCall call, string model)
    {
        headers["x-axle-provider"] = Plain(call.Provider);
        headers["x-axle-model"] = Plain(model);
        headers["x-axle-cache"] = Word(call.Cache);
        SetCost(headers, call.Charges);
    }

    /// <summary>Sets the header that says what it cost, when somebody was asked.</summary>
    public static void SetCost(IHeaderDictionary headers, ImmutableArray<ModelCharge> charges)
    {
        if (!charges.IsEmpty)
            headers["x-axle-cost"] = Usd(charges).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A name as a header can carry it: other letters than those of ASCII are escaped.</summary>
    public static string Plain(string name) => name.AsSpan().ContainsAnyExceptInRange(' ', '~') ? Uri.EscapeDataString(name) : name;

    /// <summary>Writes them as a field that clients ignore.</summary>
    public static void Write(Utf8JsonWriter writer, ModelCall call)
    {
        writer.WriteStartObject("axle"u8);
        writer.WriteString("provider"u8, call.Provider);
        writer.WriteString("cache"u8, Word(call.Cache));
        writer.WriteNumber("cost"u8, Usd(call.Charges));
        writer.WriteEndObject();
    }

    private static decimal Usd(ImmutableArray<ModelCharge> charges)
    {
        var sum = 0m;
        foreach (var charge in charges)
            sum += charge.Usd;
        return sum;
    }

    private static string Word(CacheStanding standing) => standing switch
    {
        CacheStanding.Missed => "miss",
        CacheStanding.Exact => "exact",
        CacheStanding.Semantic => "semantic",
        _ => "off",
    };
}
