//! The demo: from a fresh clone to open pages in one command.

use crate::serve::Site;
use crate::{authority, package, pages, setup, term};
use anyhow::{Result, bail};

/// Sets up, builds, issues samples, builds the pages and serves them.
pub fn run(port: u16) -> Result<()> {
    // taken first: minutes of building should not end at a port in use
    let listener = Site::bind(port)?;
    let port = listener.local_addr()?.port();
    setup::for_build()?;
    term::heading("Authority");
    authority::issue()?;
    package::build()?;
    pages::build()?;
    let mounts = pages::mounts();
    if mounts.is_empty() {
        bail!("no page was built, so there is nothing to serve");
    }
    println!("\nHealthpass is at http://localhost:{port}/");
    for mount in &mounts {
        println!("  {:<9} http://localhost:{port}/{}/", mount.title, mount.name);
    }
    println!("Stop it with Ctrl-C.");
    Site::new(listener, mounts).serve()
}
