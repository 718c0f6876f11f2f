//! Asking the chip whether it is the original.

use super::{Next, Session, Waiting};
use crate::chip::apdu::{Command, OK};
use crate::chip::authentication::ChipExchange;
use crate::chip::{ActiveAnswer, ChipProof};
use crate::lds::File;

impl Session {
    /// Active authentication first, then chip authentication, which changes the keys.
    pub(super) fn prove(&mut self) -> Next {
        if self.plan.prove && self.active_left > 0 && self.files.file(File::Dg15).is_some() {
            self.active_left -= 1;
            let challenge = self.seed.take(8)?.to_vec();
            let command = Command::new([0x00, 0x88, 0x00, 0x00], &challenge, Some(256));
            self.waiting = Waiting::Active(challenge);
            return Ok(Some(command));
        }
        let exchange = self.files.file(File::Dg14).filter(|_| self.plan.prove).and_then(ChipExchange::of);
        let Some(mut exchange) = exchange else { return Ok(None) };
        self.files.chip_authentication = ChipProof::Unanswered;
        let command = exchange.start(&mut self.seed)?;
        self.waiting = Waiting::Chip(Box::new(exchange));
        Ok(Some(command))
    }

    pub(super) fn active(&mut self, challenge: Vec<u8>, response: Vec<u8>, status: u16) -> Next {
        self.active_left = 0;
        if status == OK && !response.is_empty() {
            self.files.active = Some(ActiveAnswer { challenge, response });
        }
        self.prove()
    }

    pub(super) fn chip(&mut self, mut exchange: Box<ChipExchange>, status: u16) -> Next {
        if exchange.proved() {
            // A response that authenticates under the new keys, whatever it says.
            self.files.chip_authentication = ChipProof::Proved;
            return Ok(None);
        }
        if status != OK {
            return Ok(None);
        }
        let (channel, command) = exchange.go_on()?;
        if let Some(channel) = channel {
            self.channel = Some(channel);
        }
        self.waiting = Waiting::Chip(exchange);
        Ok(Some(command))
    }

    /// Whether the response awaited is the first under the keys of chip authentication.
    pub(super) fn proving(&self) -> bool {
        matches!(&self.waiting, Waiting::Chip(exchange) if exchange.proved())
    }

    pub(super) fn proof_failed(&mut self) -> Next {
        self.files.chip_authentication = ChipProof::Failed;
        Ok(None)
    }
}
