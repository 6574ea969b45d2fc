using Axle.Workflows.Payloads;

namespace Axle.Workflows.Tests.Payloads;

/// <summary>Keys that differ by their id, the same in every test run.</summary>
internal static class TestKeys
{
    public static PayloadKeys Of(params string[] ids) => PayloadKeys.Parse(string.Join('\n', ids.Select(Line)), "test");

    public static string Line(string id)
    {
        var key = new byte[PayloadKeys.KeyLength];
        new Random(id.Sum(static c => c)).NextBytes(key);
        return $"{id}:{Convert.ToBase64String(key)}";
    }
}
