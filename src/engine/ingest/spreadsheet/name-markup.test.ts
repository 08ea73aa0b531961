import { expect, test } from 'vitest'
import { nameMarkup } from './name-markup.ts'

test('a page is one after its comments, however many they are', () => {
  expect(nameMarkup('<?xml version="1.0"?>\n<!-- <p> --> <!---->\n<table><tr><td>1')).toBe('html')
  expect(nameMarkup(`${'<!---->'.repeat(40)}x<table>`)).toBeUndefined()
  expect(nameMarkup('<!-- <table>')).toBeUndefined()
})
