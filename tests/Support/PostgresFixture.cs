[assembly: AssemblyFixture(typeof(Axle.Tests.Support.PostgresFixture))]

namespace Axle.Tests.Support;

/// <summary>Ends the PostgreSQL of a test project when its tests are over.</summary>
public sealed class PostgresFixture : IDisposable
{
    public void Dispose() => PostgresServer.StopShared();
}
