namespace Axle.House.Tests.Repository;

/// <summary>How a broken rule is told.</summary>
internal static class Rule
{
    /// <summary>Fails with every place at once, and with the cure.</summary>
    public static void Holds(string cure, IEnumerable<string> faults)
    {
        var found = faults.ToArray();
        if (found.Length > 0)
            Assert.Fail($"{cure}\n{found.Length} places:\n  {string.Join("\n  ", found)}");
    }
}
